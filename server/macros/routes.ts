import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Principal } from '../access/policies.ts';
import type { AuditAct } from '../audit/acts.ts';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { typed } from '../http/route.ts';
import { loadMacro, macrosOf } from './find.ts';
import type { MacroDoc } from './model.ts';
import { presentMacro } from './present.ts';
import { addMacro, removeMacro, replaceMacro } from './save.ts';
import { MacroBody, MacroList, MacroParams, MacroView } from './schema.ts';

const tags = ['macros'];

/** Saved replies and macros. How one is used is the inbox's affair: it writes, then asks for the changes. */
export function macroRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const config = { policy: 'macros.write' as const };
  app.get(
    '/api/v1/macros',
    { config: { policy: 'macros.read' }, schema: { tags, response: { 200: MacroList } } },
    async ({ principal }) => {
      const macros = await macrosOf(context, principal);
      return { items: macros.map((macro) => presentMacro(macro, principal)), next: null };
    },
  );
  app.post(
    '/api/v1/macros',
    { config, schema: { tags, body: MacroBody, response: { 201: MacroView } } },
    async ({ body, principal }, reply) => {
      const macro = await addMacro(context, body, principal);
      await record(context, principal, 'macro.added', macro);
      return reply.code(201).send(presentMacro(macro, principal));
    },
  );
  app.put(
    '/api/v1/macros/:id',
    { config, schema: { tags, params: MacroParams, body: MacroBody, response: { 200: MacroView } } },
    async ({ params, body, principal }) => {
      const macro = await loadMacro(context, params.id, principal);
      const next = await replaceMacro(context, macro, body, principal);
      await record(context, principal, 'macro.changed', macro, next);
      return presentMacro(next, principal);
    },
  );
  app.delete(
    '/api/v1/macros/:id',
    { config, schema: { tags, params: MacroParams, response: { 204: Type.Null() } } },
    async ({ params, principal }, reply) => {
      const macro = await loadMacro(context, params.id, principal);
      await removeMacro(context, macro);
      await record(context, principal, 'macro.removed', macro);
      return reply.code(204).send(null);
    },
  );
}

/** What agents keep for themselves is nobody else's affair. */
async function record(context: Context, by: Principal, act: AuditAct, ...macros: MacroDoc[]): Promise<void> {
  const shared = macros.find((macro) => macro.shared !== 'own');
  if (shared) await audit(context, by, act, { about: { kind: 'macro', id: String(shared._id) } });
}

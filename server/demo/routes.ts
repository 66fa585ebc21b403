import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { typed } from '../http/route.ts';
import { closed } from '../http/shapes.ts';
import { removeDemo } from './remove.ts';

const Samples = Type.Object({ tickets: Type.Integer() }, closed);

/** Sample tickets to practise on, and taking them away again. Nobody can sign in as one of the sample colleagues. */
export function sampleRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const config = { policy: 'settings.write' as const };
  const schema = { tags: ['settings'] };
  app.post('/api/v1/samples', { config, schema: { ...schema, response: { 201: Samples } } }, async (request, reply) => {
    // Five languages of tickets, which are needed once if ever.
    const { addDemo } = await import('./add.ts');
    const added = (await addDemo(context, { rules: false })) ?? fail('already-exists');
    await audit(context, request.principal, 'samples.added');
    return reply.code(201).send({ tickets: added.tickets });
  });
  app.delete('/api/v1/samples', { config, schema: { ...schema, response: { 200: Samples } } }, async (request) => {
    const tickets = await removeDemo(context);
    await audit(context, request.principal, 'samples.removed');
    return { tickets };
  });
}

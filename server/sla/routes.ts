import type { FastifyInstance } from 'fastify';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { typed } from '../http/route.ts';
import type { Loop } from '../loop.ts';
import { AT_FIRST, changePolicies, storedPolicies } from './policies.ts';
import { SlaBody, SlaView } from './schema.ts';

/** By when what is promised to whom. What is changed holds for the tickets that are there, too. */
export function slaRoutes(server: FastifyInstance, context: Context, loop: Loop): void {
  const app = typed(server);
  const tags = ['sla'];
  const response = { 200: SlaView };
  app.get('/api/v1/sla', { config: { policy: 'routing.read' }, schema: { tags, response } }, () => view(context));
  app.put(
    '/api/v1/sla',
    { config: { policy: 'routing.write' }, schema: { tags, body: SlaBody, response } },
    async (request) => {
      await changePolicies(context, request.body.policies);
      await audit(context, request.principal, 'sla.changed');
      loop.wake();
      return await view(context);
    },
  );
}

async function view(context: Context): Promise<SlaView> {
  const stored = await storedPolicies(context);
  return { policies: stored ?? AT_FIRST, unchanged: stored === undefined };
}

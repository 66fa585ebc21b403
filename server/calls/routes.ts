import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { typed } from '../http/route.ts';
import { loadCall } from './list.ts';
import { presentCalls, stateOf } from './present.ts';
import { CallAnswer, CallBody, CallParams, CallView } from './schema.ts';
import { takeCall } from './take.ts';

const tags = ['calls'];

/** What a telephone system tells of its calls, and what agents are shown of one. */
export function callRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  app.post(
    '/api/v1/calls',
    {
      config: { policy: 'calls.write' },
      schema: { tags, body: CallBody, response: { 200: CallAnswer } },
    },
    async ({ principal, body }) => {
      if (principal.kind !== 'token') return fail('forbidden');
      const call = await takeCall(context, principal.id, body);
      return {
        id: String(call._id),
        state: stateOf(call),
        customer: call.customer && String(call.customer),
        shown: call.rang.length > 0 || call.agent !== null,
      };
    },
  );
  app.get(
    '/api/v1/calls/:id',
    { config: { policy: 'customers.read' }, schema: { tags, params: CallParams, response: { 200: CallView } } },
    async ({ params }) => {
      const [view] = await presentCalls(context, [await loadCall(context, params.id)]);
      return view ?? fail('not-found');
    },
  );
}

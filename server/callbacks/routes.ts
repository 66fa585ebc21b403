import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { e164 } from '../customers/phone.ts';
import { fail } from '../errors.ts';
import { actor, agentId, typed } from '../http/route.ts';
import type { NamedActor } from '../tickets/event.ts';
import { loadTicket } from '../tickets/find.ts';
import { TicketParams } from '../tickets/schema.ts';
import { book, cancel, move } from './book.ts';
import { claim, loadCallback, release } from './claim.ts';
import { conclude } from './conclude.ts';
import { offer } from './free.ts';
import { hold } from './hold.ts';
import { callList } from './list.ts';
import type { CallbackDoc } from './model.ts';
import { presentCallbacks } from './present.ts';
import {
  BookBody,
  CallbackList,
  CallbackParams,
  CallbacksQuery,
  CallbackView,
  MoveBody,
  OutcomeBody,
  SlotList,
} from './schema.ts';

const tags = ['callbacks'];
const read = { policy: 'callbacks.read' as const };
const write = { policy: 'callbacks.write' as const };
const response = { 200: CallbackView };

/** The call list: who is to be called when, by whom, and what became of it. */
export function callbackRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  app.get(
    '/api/v1/callbacks',
    { config: read, schema: { tags, querystring: CallbacksQuery, response: { 200: CallbackList } } },
    async (request) => {
      const list = await callList(context, request.query.mine ? agentId(request) : undefined);
      const offered = (await offer(context)) !== undefined;
      return { items: await presentCallbacks(context, list), next: null, offered };
    },
  );
  app.get('/api/v1/callbacks/slots', { config: read, schema: { tags, response: { 200: SlotList } } }, async () => {
    const { timeZone, slots } = (await offer(context)) ?? fail('unprocessable', 'Customers are not called back.');
    return { timeZone, items: slots.map(({ at, free }) => ({ at: at.toISOString(), free })), next: null };
  });
  app.post(
    '/api/v1/tickets/:number/callbacks',
    { config: write, schema: { tags, params: TicketParams, body: BookBody, response: { 201: CallbackView } } },
    async (request, reply) => {
      const ticket = await loadTicket(context, request.params.number);
      const callback = await bookFor(context, ticket, request.body, actor(request));
      return await reply.code(201).send(await one(context, callback));
    },
  );
  acts(server, context);
}

function acts(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const of = { config: write, schema: { tags, params: CallbackParams, response } };
  const withBody = <Body>(body: Body) => ({ config: write, schema: { tags, params: CallbackParams, body, response } });
  app.post('/api/v1/callbacks/:id/claim', of, async (request) => {
    const callback = await loadCallback(context, request.params.id);
    return await one(context, await claim(context, callback, person(request)));
  });
  app.delete('/api/v1/callbacks/:id/claim', of, async (request) => {
    await release(context, await loadCallback(context, request.params.id), person(request).id);
    return await one(context, await loadCallback(context, request.params.id));
  });
  app.post('/api/v1/callbacks/:id/outcome', withBody(OutcomeBody), async (request) => {
    const callback = await loadCallback(context, request.params.id);
    return await one(context, await conclude(context, callback, request.body, person(request)));
  });
  app.post('/api/v1/callbacks/:id/slot', withBody(MoveBody), async (request) => {
    const callback = await loadCallback(context, request.params.id);
    return await one(context, await move(context, callback, new Date(request.body.at), actor(request)));
  });
  app.post('/api/v1/callbacks/:id/cancellation', of, async (request) =>
    one(context, await cancel(context, await loadCallback(context, request.params.id), actor(request))),
  );
}

async function bookFor(
  context: Context,
  ticket: Awaited<ReturnType<typeof loadTicket>>,
  { at, phone, topic = '' }: { at: string; phone: string; topic?: string },
  by: NamedActor,
): Promise<CallbackDoc> {
  const { settings } = (await offer(context)) ?? fail('unprocessable', 'Customers are not called back.');
  const number = e164(phone, settings.country) ?? fail('unprocessable', 'This is no telephone number with its prefix.');
  const held = (await hold(context, new Date(at))) ?? fail('slot-taken');
  return await book(context, held, ticket, { number, topic, proved: true }, by);
}

/** Programs do not call. */
function person(request: FastifyRequest): NamedActor & { id: string } {
  const { kind, id, name } = actor(request);
  return id ? { kind, id, name } : fail('forbidden');
}

async function one(context: Context, callback: CallbackDoc): Promise<CallbackView> {
  const [view] = await presentCallbacks(context, [callback]);
  return view ?? fail('not-found');
}

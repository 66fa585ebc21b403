import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { sendStream } from '../http/file.ts';
import { actor, agentId, typed } from '../http/route.ts';
import { loadMessage, loadTicket, ticketById } from '../tickets/find.ts';
import { countTickets } from '../tickets/list.ts';
import { presentMessages, presentTickets } from '../tickets/present.ts';
import { CountsView } from '../tickets/list-schema.ts';
import { CreateTicket, MessageParams, MessageView, TicketView } from '../tickets/schema.ts';
import { Intake, type IntakeDoc } from './model.ts';
import { isDropped, openSource } from './raw.ts';
import { record } from './record.ts';
import { refetch } from './refetch.ts';

/** What the ledger knows of tickets: making one by a program, the raw source of a message, counts with quarantine. */
export function intakeTicketRoutes(app: FastifyInstance, context: Context): void {
  createRoute(app, context);
  sourceRoute(app, context);
  filesRoute(app, context);
  typed(app).get(
    '/api/v1/tickets/counts',
    { config: { policy: 'tickets.read' }, schema: { response: { 200: CountsView } } },
    async (request) => {
      const quarantine = Intake(context).countDocuments({ outcome: 'quarantined' });
      return { ...(await countTickets(context, agentId(request))), quarantine: await quarantine };
    },
  );
}

const Headers = Type.Object({ 'idempotency-key': Type.Optional(Type.String({ minLength: 1, maxLength: 200 })) });

/** It is in the ledger and will be processed: the same key again tells the ticket. */
const Accepted = Type.Object({ number: Type.Null() }, { additionalProperties: false });

/** Tickets of programs go through the ledger too; the Idempotency-Key, per sender, is the item's key. */
function createRoute(app: FastifyInstance, context: Context): void {
  typed(app).post(
    '/api/v1/tickets',
    {
      config: { policy: 'tickets.write' },
      schema: { headers: Headers, body: CreateTicket, response: { 201: TicketView, 202: Accepted } },
    },
    async (request, reply) => {
      const sender = actor(request);
      const given = request.headers['idempotency-key'] ?? randomUUID();
      const key = context.vault.hash('intake', `${sender.id ?? sender.name}/${given}`);
      const raw = Buffer.from(JSON.stringify(request.body));
      const recorded = await record(context, { channel: 'api', account: 'env', key, raw });
      if (!recorded.same) return fail('idempotency-mismatch');
      const { outcome, ticket, reason } = await recorded.done;
      if (outcome === 'pending') return await reply.code(202).send({ number: null });
      if (!ticket) return fail('unprocessable', reason ?? undefined);
      const [view] = await presentTickets(context, [await ticketById(context, ticket)]);
      return await reply.code(201).send(view ?? fail('not-found'));
    },
  );
}

function sourceRoute(app: FastifyInstance, context: Context): void {
  typed(app).get(
    '/api/v1/tickets/:number/messages/:id/source',
    { config: { policy: 'tickets.read' }, schema: { params: MessageParams } },
    async (request, answer) => {
      const ticket = await loadTicket(context, request.params.number);
      const message = await loadMessage(context, ticket, request.params.id);
      const item = (await Intake(context).findById(message.intake).lean<IntakeDoc>()) ?? fail('not-found');
      const pieces = isDropped(item) ? fail('erased') : openSource(context, item);
      const name = `ticket-${ticket.number}-${message.n}.eml`;
      return await sendStream(answer, { name, type: 'text/plain', size: item.size, pieces });
    },
  );
}

/** Asks for the files of a message that its channel did not give; the message says whether any is missing still. */
function filesRoute(app: FastifyInstance, context: Context): void {
  typed(app).post(
    '/api/v1/tickets/:number/messages/:id/files',
    { config: { policy: 'tickets.write' }, schema: { params: MessageParams, response: { 200: MessageView } } },
    async ({ params: { number, id } }) => {
      const ticket = await loadTicket(context, number);
      const message = await loadMessage(context, ticket, id);
      await refetch(context, message);
      const [view] = await presentMessages(context, ticket, [message]);
      return view ?? fail('not-found');
    },
  );
}

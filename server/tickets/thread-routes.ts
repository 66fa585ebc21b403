import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { actor, agentId, typed } from '../http/route.ts';
import { resend } from './delivered.ts';
import { loadMessage, loadTicket, threadOf } from './find.ts';
import { seeMentions } from './mention.ts';
import { note } from './note.ts';
import { presentMessages } from './present.ts';
import { usualEnvelope } from './recipients.ts';
import { reply } from './reply.ts';
import {
  MessageList,
  MessageParams,
  MessageView,
  NoteBody,
  RecipientsQuery,
  RecipientsView,
  ReplyBody,
  TicketParams,
} from './schema.ts';
import { waysOf } from './ways.ts';

const ThreadQuery = Type.Object(
  {
    after: Type.Optional(Type.Integer({ minimum: 0 })),
    before: Type.Optional(Type.Integer({ minimum: 1 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 100 })),
  },
  { additionalProperties: false },
);

/** The thread of a ticket: reading it, answering, noting, sending again. */
export function threadRoutes(app: FastifyInstance, context: Context): void {
  typed(app).get(
    '/api/v1/tickets/:number/messages',
    {
      config: { policy: 'tickets.read' },
      schema: { params: TicketParams, querystring: ThreadQuery, response: { 200: MessageList } },
    },
    async (request) => {
      const ticket = await loadTicket(context, request.params.number);
      const limit = request.query.limit ?? 100;
      const thread = await threadOf(context, String(ticket._id), { ...request.query, limit });
      const items = await presentMessages(context, ticket, thread);
      const edge = request.query.before === undefined ? items.at(-1) : items[0];
      return { items, next: items.length === limit && edge ? String(edge.n) : null };
    },
  );
  typed(app).get(
    '/api/v1/tickets/:number/recipients',
    {
      config: { policy: 'tickets.read' },
      schema: { params: TicketParams, querystring: RecipientsQuery, response: { 200: RecipientsView } },
    },
    async ({ params, query, principal }) => {
      const ticket = await loadTicket(context, params.number);
      const ways = await waysOf(context, ticket);
      const channels = ways.map(({ channel }) => channel);
      const way = ways.find(({ channel }) => channel === query.channel) ?? ways[0];
      const by = { channel: way?.channel ?? '', channels };
      if (way?.channel !== 'email') return { ...by, to: [], cc: [], bcc: [], identities: [] };
      const agent = principal.kind === 'agent' ? principal.name : '';
      return { ...by, ...(await usualEnvelope(context, ticket, agent, way.account)) };
    },
  );
  writeRoutes(app, context);
  typed(app).delete(
    '/api/v1/tickets/:number/mentions/me',
    { config: { policy: 'self.write' }, schema: { params: TicketParams, response: { 204: Type.Null() } } },
    async (request, answer) => {
      const ticket = await loadTicket(context, request.params.number);
      await seeMentions(context, ticket, agentId(request) ?? fail('forbidden'));
      return await answer.code(204).send(null);
    },
  );
  typed(app).post(
    '/api/v1/tickets/:number/messages/:id/resend',
    { config: { policy: 'tickets.write' }, schema: { params: MessageParams, response: { 200: MessageView } } },
    async (request) => {
      const ticket = await loadTicket(context, request.params.number);
      await resend(context, ticket, request.params.id);
      const message = await loadMessage(context, ticket, request.params.id);
      return one(await presentMessages(context, ticket, [message]));
    },
  );
}

function writeRoutes(app: FastifyInstance, context: Context): void {
  const config = { policy: 'tickets.write' as const };
  typed(app).post(
    '/api/v1/tickets/:number/replies',
    { config, schema: { params: TicketParams, body: ReplyBody, response: { 201: MessageView } } },
    async (request, answer) => {
      const ticket = await loadTicket(context, request.params.number);
      const { sendAt, ...body } = request.body;
      const later = sendAt ? { sendAt: new Date(sendAt) } : {};
      const message = await reply(context, ticket, { ...body, ...later, purpose: 'service', author: actor(request) });
      return await answer.code(201).send(one(await presentMessages(context, ticket, [message])));
    },
  );
  typed(app).post(
    '/api/v1/tickets/:number/notes',
    { config, schema: { params: TicketParams, body: NoteBody, response: { 201: MessageView } } },
    async (request, answer) => {
      const ticket = await loadTicket(context, request.params.number);
      const message = await note(context, ticket, { ...request.body, author: actor(request) });
      return await answer.code(201).send(one(await presentMessages(context, ticket, [message])));
    },
  );
}

const one = (views: MessageView[]): MessageView => views[0] as MessageView;

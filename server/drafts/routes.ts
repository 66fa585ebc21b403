import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { agentId, typed } from '../http/route.ts';
import { loadTicket } from '../tickets/find.ts';
import { cancelReply } from '../tickets/cancel.ts';
import { MessageParams, TicketParams } from '../tickets/schema.ts';
import { draftOf, draftsOfAgent, draftsOn } from './find.ts';
import { presentDraft } from './present.ts';
import { endDraft, saveDraft } from './save.ts';
import { CancelledView, DraftBody, DraftList, DraftParams, DraftView, EndQuery } from './schema.ts';

const tags = ['drafts'];
const config = { policy: 'drafts.own' as const };

/** What agents have begun to write: everybody has their own, nobody reads another's. */
export function draftRoutes(app: FastifyInstance, context: Context): void {
  typed(app).get('/api/v1/drafts', { config, schema: { tags, response: { 200: DraftList } } }, async (request) => {
    const drafts = await draftsOfAgent(context, writer(request));
    return { items: drafts.map(({ number, draft }) => presentDraft(number, draft)), next: null };
  });
  typed(app).get(
    '/api/v1/tickets/:number/drafts',
    { config, schema: { tags, params: TicketParams, response: { 200: DraftList } } },
    async (request) => {
      const ticket = await loadTicket(context, request.params.number);
      const drafts = await draftsOn(context, ticket._id, writer(request));
      return { items: drafts.map((draft) => presentDraft(ticket.number, draft)), next: null };
    },
  );
  writeRoutes(app, context);
  cancelRoute(app, context);
}

function writeRoutes(app: FastifyInstance, context: Context): void {
  typed(app).put(
    '/api/v1/tickets/:number/drafts/:mode',
    { config, schema: { tags, params: DraftParams, body: DraftBody, response: { 200: DraftView } } },
    async (request) => {
      const ticket = await loadTicket(context, request.params.number);
      const by = { agent: writer(request), mode: request.params.mode };
      return presentDraft(ticket.number, await saveDraft(context, ticket, by, request.body));
    },
  );
  typed(app).delete(
    '/api/v1/tickets/:number/drafts/:mode',
    { config, schema: { tags, params: DraftParams, querystring: EndQuery } },
    async (request, answer) => {
      const ticket = await loadTicket(context, request.params.number);
      const by = { agent: writer(request), mode: request.params.mode };
      await endDraft(context, ticket, by, request.query.version);
      return await answer.code(204).send();
    },
  );
}

/** Takes a reply back that has not gone out yet. The answer is the draft that it is now, where it is one's own. */
function cancelRoute(app: FastifyInstance, context: Context): void {
  typed(app).post(
    '/api/v1/tickets/:number/messages/:id/cancellation',
    { config, schema: { tags, params: MessageParams, response: { 200: CancelledView } } },
    async (request) => {
      const ticket = await loadTicket(context, request.params.number);
      await cancelReply(context, ticket, request.params.id);
      const agent = agentId(request);
      const draft = agent ? await draftOf(context, { ticket: ticket._id, agent, mode: 'reply' }) : undefined;
      return { draft: draft?.content ? presentDraft(ticket.number, draft) : null };
    },
  );
}

/** Programs write no drafts. */
const writer = (request: FastifyRequest): string => agentId(request) ?? fail('forbidden');

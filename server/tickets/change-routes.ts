import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { actor, agentId, typed } from '../http/route.ts';
import { applyActs } from './acts/apply.ts';
import { TicketActs } from './acts/schema.ts';
import { assign } from './assign.ts';
import {
  AssignmentBody,
  FieldsBody,
  HandbackBody,
  PriorityBody,
  SnoozeBody,
  SpamBody,
  StatusBody,
  TagsBody,
  TypeBody,
} from './change-schema.ts';
import { setPriority, setTags, setType } from './classify.ts';
import type { NamedActor } from './event.ts';
import { changeFields } from './fields.ts';
import { loadTicket } from './find.ts';
import { handBack } from './handback.ts';
import type { TicketDoc } from './model.ts';
import { presentTickets } from './present.ts';
import { purchaseRoutes } from './purchase/routes.ts';
import { TicketParams, TicketView } from './schema.ts';
import { snooze } from './snooze.ts';
import { markSpam, releaseSpam } from './spam.ts';
import { setStatus } from './status.ts';
import { stepMessageRoutes } from './steps/messages/routes.ts';
import { stepRoutes } from './steps/routes.ts';

type Act<Body> = (
  ticket: TicketDoc,
  body: Body,
  by: NamedActor,
  request: FastifyRequest,
) => Promise<TicketDoc | undefined>;

/** State changes of a ticket, one verb each: `POST /api/v1/tickets/:number/<verb>` answers the ticket as it is then. */
export function ticketChangeRoutes(app: FastifyInstance, context: Context): void {
  const verb = <Body extends TSchema>(name: string, body: Body, act: Act<Static<Body>>): void => {
    typed(app).post(
      `/api/v1/tickets/:number/${name}`,
      {
        config: { policy: 'tickets.write' },
        schema: { params: TicketParams, body, response: { 200: TicketView } },
      },
      async (request) => {
        const { number } = request.params as { number: number };
        const ticket = await loadTicket(context, number);
        const changed = await act(ticket, request.body as Static<Body>, actor(request), request);
        const [view] = await presentTickets(context, [changed ?? fail('conflict')]);
        return view ?? fail('not-found');
      },
    );
  };
  verb('assignment', AssignmentBody, (ticket, body, by, request) => {
    const assignee = body.assignee === 'me' ? (agentId(request) ?? fail('forbidden')) : body.assignee;
    return assign(context, ticket, { ...body, ...(assignee === undefined ? {} : { assignee }) } as never, by);
  });
  verb('status', StatusBody, (ticket, { status, lastSeen }, by) => setStatus(context, ticket, status, by, lastSeen));
  verb('tags', TagsBody, (ticket, { tags }, by) => setTags(context, ticket, tags, by));
  verb('priority', PriorityBody, (ticket, { priority }, by) => setPriority(context, ticket, priority, by));
  verb('type', TypeBody, (ticket, { type }, by) => setType(context, ticket, type, by));
  verb('fields', FieldsBody, (ticket, { fields }, by) => changeFields(context, ticket, fields, by));
  verb('spam', SpamBody, (ticket, { spam }, by) => (spam ? markSpam : releaseSpam)(context, ticket, by));
  verb('handback', HandbackBody, (ticket, _, by) => handBack(context, ticket, by));
  verb('acts', TicketActs, (ticket, acts, by) => applyActs(context, ticket, acts, by));
  stepRoutes(app, context);
  stepMessageRoutes(app, context);
  purchaseRoutes(app, context);
  verb('snooze', SnoozeBody, (ticket, { until }, by) => snooze(context, ticket, new Date(until), by));
}

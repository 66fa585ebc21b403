import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { fail } from '../../errors.ts';
import { actor, typed } from '../../http/route.ts';
import { loadTicket } from '../find.ts';
import { presentTickets } from '../present.ts';
import { TicketParams, TicketView } from '../schema.ts';
import { presentCourse } from './present.ts';
import { CourseView, StepBody } from './schema.ts';
import type { Taker } from './table.ts';
import { takeStep } from './take.ts';

/** The life cycle of a ticket: where it stands and what is possible now; taking a step answers the ticket. */
export function stepRoutes(app: FastifyInstance, context: Context): void {
  const url = '/api/v1/tickets/:number/steps';
  typed(app).get(
    url,
    { config: { policy: 'tickets.read' }, schema: { params: TicketParams, response: { 200: CourseView } } },
    async (request) => {
      const ticket = await loadTicket(context, request.params.number);
      return await presentCourse(context, ticket, takerOf(request));
    },
  );
  typed(app).post(
    url,
    {
      config: { policy: 'tickets.write' },
      schema: { params: TicketParams, body: StepBody, response: { 200: TicketView } },
    },
    async (request) => {
      const ticket = await loadTicket(context, request.params.number);
      const taken = await takeStep(context, ticket, request.body, actor(request), takerOf(request));
      const [view] = await presentTickets(context, [taken]);
      return view ?? fail('not-found');
    },
  );
}

/** A program that may change tickets decides as an agent does, and leads nobody. */
const takerOf = ({ principal }: FastifyRequest): Taker => (principal.kind === 'agent' ? principal.role : 'program');

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { audit } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { customerNames } from '../../customers/find.ts';
import { CustomerParams } from '../../customers/schema.ts';
import { actor, typed } from '../../http/route.ts';
import { TicketParams } from '../../tickets/schema.ts';
import { liftHold, listHolds, placeHold, type HoldTarget } from './hold.ts';
import type { HoldDoc } from './model.ts';
import { HoldBody, HoldList, HoldQuery, HoldView } from './schema.ts';

const config = { policy: 'holds.write' as const };
const nothing = { 204: { type: 'null' } } as const;

/** Legal holds: reading them, putting them on customers and tickets, and taking them away. */
export function holdRoutes(app: FastifyInstance, context: Context): void {
  typed(app).get(
    '/api/v1/holds',
    { config: { policy: 'retention.read' }, schema: { querystring: HoldQuery, response: { 200: HoldList } } },
    async (request) => {
      const holds = await listHolds(context, request.query.customer);
      return { items: await presentHolds(context, holds), next: null };
    },
  );
  const onCustomer = { params: CustomerParams };
  typed(app).post(
    '/api/v1/customers/:id/hold',
    { config, schema: { ...onCustomer, body: HoldBody, response: { 201: HoldView } } },
    async (request, answer) =>
      answer.code(201).send(await put(context, request, { customer: request.params.id }, request.body.note)),
  );
  typed(app).delete(
    '/api/v1/customers/:id/hold',
    { config, schema: { ...onCustomer, response: nothing } },
    async (request, answer) => {
      await lift(context, request, { customer: request.params.id });
      return await answer.code(204).send(null);
    },
  );
  ticketHoldRoutes(app, context);
}

function ticketHoldRoutes(app: FastifyInstance, context: Context): void {
  const onTicket = { params: TicketParams };
  typed(app).post(
    '/api/v1/tickets/:number/hold',
    { config, schema: { ...onTicket, body: HoldBody, response: { 201: HoldView } } },
    async (request, answer) =>
      answer.code(201).send(await put(context, request, { ticket: request.params.number }, request.body.note)),
  );
  typed(app).delete(
    '/api/v1/tickets/:number/hold',
    { config, schema: { ...onTicket, response: nothing } },
    async (request, answer) => {
      await lift(context, request, { ticket: request.params.number });
      return await answer.code(204).send(null);
    },
  );
}

async function put(context: Context, request: FastifyRequest, target: HoldTarget, note = ''): Promise<HoldView> {
  const hold = await placeHold(context, target, actor(request), note.trim());
  await audit(context, request.principal, 'hold.placed', aboutHold(hold));
  const [view] = await presentHolds(context, [hold]);
  return view as HoldView;
}

async function lift(context: Context, request: FastifyRequest, target: HoldTarget): Promise<void> {
  const hold = await liftHold(context, target);
  await audit(context, request.principal, 'hold.lifted', aboutHold(hold));
}

const aboutHold = ({ kind, about, number }: HoldDoc) => ({ about: { kind, id: String(number ?? about) } });

async function presentHolds(context: Context, holds: HoldDoc[]): Promise<HoldView[]> {
  const names = await customerNames(
    context,
    holds.map(({ customer }) => customer),
  );
  return holds.map(({ _id, kind, customer, number, at, by, note }) => ({
    id: String(_id),
    kind,
    customer: { id: String(customer), name: names.get(String(customer)) ?? '' },
    number: number ?? null,
    at: at.toISOString(),
    by: by.name,
    note: note ?? '',
  }));
}

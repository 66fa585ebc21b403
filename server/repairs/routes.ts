import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { actor, typed } from '../http/route.ts';
import { dateIn, startOf } from '../settings/day.ts';
import { deskSettings } from '../settings/desk.ts';
import { loadTicket } from '../tickets/find.ts';
import { TicketParams } from '../tickets/schema.ts';
import { bookRepair } from './book.ts';
import { cancelRepair, finishRepair } from './end.ts';
import { loadRepair, repairsBetween, repairsOf } from './find.ts';
import { slotsFor } from './free.ts';
import type { RepairDoc } from './model.ts';
import { offerRepair } from './offer.ts';
import { pointRoutes } from './point-routes.ts';
import { presentRepairs, presentSlots } from './present.ts';
import * as shapes from './schema.ts';

const tags = ['repairs'];
const reads = { policy: 'repairs.read' as const };
const writes = { policy: 'repairs.write' as const };
const DAY_MS = 86_400_000;

/** Repairs and maintenance: offered on a ticket, booked into a free time, moved, cancelled, and what came of them. */
export function repairRoutes(server: FastifyInstance, context: Context): void {
  pointRoutes(server, context);
  listRoutes(server, context);
  actRoutes(server, context);
}

function listRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  app.get(
    '/api/v1/tickets/:number/repairs',
    { config: reads, schema: { tags, params: TicketParams, response: { 200: shapes.RepairList } } },
    async ({ params }) => {
      const repairs = await repairsOf(context, await loadTicket(context, params.number));
      return { items: await presentRepairs(context, repairs), next: null };
    },
  );
  app.get(
    '/api/v1/repairs',
    { config: reads, schema: { tags, querystring: shapes.DayQuery, response: { 200: shapes.DayList } } },
    async ({ query }) => {
      const { timeZone } = await deskSettings(context);
      const day = query.day ?? dateIn(timeZone, context.clock.now().getTime());
      const noon = Date.parse(`${day}T12:00:00Z`);
      if (Number.isNaN(noon)) fail('unprocessable', 'There is no such day.');
      const next = new Date(noon + DAY_MS).toISOString().slice(0, 10);
      const between = { from: startOf(timeZone, day), to: startOf(timeZone, next) };
      const repairs = await repairsBetween(context, between, query.point);
      return { day, timeZone, items: await presentRepairs(context, repairs) };
    },
  );
  app.get(
    '/api/v1/repairs/:id/slots',
    {
      config: reads,
      schema: { tags, params: shapes.RepairParams, querystring: shapes.SlotsQuery, response: { 200: shapes.SlotList } },
    },
    async ({ params, query }) => {
      const after = query.after === undefined ? undefined : new Date(query.after);
      return presentSlots(await slotsFor(context, await loadRepair(context, params.id), after));
    },
  );
}

function actRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const shown = async (repair: RepairDoc): Promise<shapes.RepairView> =>
    (await presentRepairs(context, [repair]))[0] ?? fail('not-found');
  const response = { 200: shapes.RepairView };
  const params = shapes.RepairParams;
  app.post(
    '/api/v1/tickets/:number/repairs',
    {
      config: writes,
      schema: { tags, params: TicketParams, body: shapes.OfferBody, response: { 201: shapes.RepairView } },
    },
    async (request, reply) => {
      const ticket = await loadTicket(context, request.params.number);
      const repair = await offerRepair(context, ticket, request.body, actor(request));
      return await reply.code(201).send(await shown(repair));
    },
  );
  app.post(
    '/api/v1/repairs/:id/booking',
    { config: writes, schema: { tags, params, body: shapes.BookBody, response } },
    async (request) => {
      const repair = await loadRepair(context, request.params.id);
      const { point, from } = request.body;
      return await shown(await bookRepair(context, repair, { point, from: new Date(from) }, actor(request)));
    },
  );
  app.post(
    '/api/v1/repairs/:id/cancellation',
    { config: writes, schema: { tags, params, body: shapes.CancelBody, response } },
    async (request) => {
      const repair = await loadRepair(context, request.params.id);
      return await shown(await cancelRepair(context, repair, request.body.reason ?? '', actor(request)));
    },
  );
  app.post(
    '/api/v1/repairs/:id/outcome',
    { config: writes, schema: { tags, params, body: shapes.OutcomeBody, response } },
    async (request) => {
      const repair = await loadRepair(context, request.params.id);
      return await shown(await finishRepair(context, repair, request.body, actor(request)));
    },
  );
}

import type { FastifyInstance } from 'fastify';
import { Types } from 'mongoose';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { typed } from '../http/route.ts';
import { changeCalendar } from '../settings/calendar/change.ts';
import { CalendarBody, CalendarList, CalendarParams, CalendarView } from '../settings/calendar/schema.ts';
import { presentCalendars } from './calendar-present.ts';
import { Teams, type TeamDoc } from './model.ts';
import { listTeams } from './team.ts';

const TAGS = ['people'];

/** When the desk and each team is there: the address of the desk's calendar ends in `desk`, a team's in its id. */
export function calendarRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const read = { policy: 'agents.read' as const };
  app.get('/api/v1/calendars', { config: read, schema: { tags: TAGS, response: { 200: CalendarList } } }, async () => {
    const teams = await listTeams(context);
    return { items: await presentCalendars(context, [null, ...teams]), next: null };
  });
  app.get(
    '/api/v1/calendars/:id',
    { config: read, schema: { tags: TAGS, params: CalendarParams, response: { 200: CalendarView } } },
    async ({ params }) => await presentOne(context, await teamOf(context, params.id)),
  );
  app.put(
    '/api/v1/calendars/:id',
    {
      config: { policy: 'agents.write' },
      schema: { tags: TAGS, params: CalendarParams, body: CalendarBody, response: { 200: CalendarView } },
    },
    async ({ params, body, principal }) => {
      const team = await teamOf(context, params.id);
      await changeCalendar(context, team && team._id, body);
      const about = team ? { about: { kind: 'team' as const, id: params.id } } : {};
      await audit(context, principal, 'calendar.changed', { ...about, changed: Object.keys(body) });
      return await presentOne(context, team);
    },
  );
}

/** Null for the desk. Fails with `not-found`. */
async function teamOf(context: Context, id: string): Promise<TeamDoc | null> {
  if (id === 'desk') return null;
  return (await Teams(context).findById(new Types.ObjectId(id)).lean<TeamDoc>()) ?? fail('not-found');
}

async function presentOne(context: Context, team: TeamDoc | null): Promise<CalendarView> {
  const [view] = await presentCalendars(context, [team]);
  return view ?? fail('not-found');
}

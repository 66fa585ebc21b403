import { teamNames } from '../agents/names.ts';
import type { Context } from '../context.ts';
import { dayOf } from '../settings/day.ts';
import { deskSettings } from '../settings/desk.ts';
import { readTickets } from '../tickets/find.ts';
import { Tickets, type TicketDoc } from '../tickets/model.ts';
import type { SatisfactionView } from './schema.ts';

const WEEKS = 13;
const DAY_MS = 86_400_000;
const MOST_LOW = 50;
const TYPES = ['complaint', 'return', 'inquiry'] as const;

type Rated = Required<Pick<TicketDoc, 'rating' | 'ratedAt'>> & Pick<TicketDoc, 'type' | 'team'>;

/** Marks of some time by type, team and week, and the last low ones with what was said to them. */
export async function satisfaction(context: Context, asked: { from?: string; to?: string }): Promise<SatisfactionView> {
  const to = asked.to ? new Date(asked.to) : context.clock.now();
  const from = asked.from ? new Date(asked.from) : new Date(to.getTime() - WEEKS * 7 * DAY_MS);
  const within = { ratedAt: { $gte: from, $lt: to }, erased: { $ne: true } };
  const [marks, { timeZone }, low] = await Promise.all([
    Tickets(context).find(within, { _id: 0, rating: 1, ratedAt: 1, type: 1, team: 1 }).hint('rated').lean<Rated[]>(),
    deskSettings(context),
    lowMarks(context, within),
  ]);
  const names = await teamNames(context, [...new Set(marks.flatMap(({ team }) => (team ? [String(team)] : [])))]);
  const by = (key: (one: Rated) => string) => [...Map.groupBy(marks, key)].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    all: marks.length > 0 ? figures(marks) : null,
    types: TYPES.flatMap((type) => {
      const some = marks.filter((one) => one.type === type);
      return some.length > 0 ? [{ type, ...figures(some) }] : [];
    }),
    teams: by(({ team }) => names.get(String(team)) ?? '').map(([team, some]) => ({
      team: team || null,
      ...figures(some),
    })),
    weeks: by(({ ratedAt }) => mondayOf(timeZone, ratedAt)).map(([monday, some]) => ({ monday, ...figures(some) })),
    low,
  };
}

async function lowMarks(context: Context, within: Record<string, unknown>): Promise<SatisfactionView['low']> {
  const tickets = await readTickets(
    context,
    { ...within, rating: { $lte: 2 } },
    { sort: { ratedAt: -1 }, limit: MOST_LOW, hint: 'rated' },
  );
  return tickets.map(({ number, subject, rating = 0, ratedAt, fields }) => ({
    ...{ number, subject, score: rating, comment: fields?.['ratingComment'] ?? '' },
    at: (ratedAt ?? new Date(0)).toISOString(),
  }));
}

const figures = (marks: readonly Rated[]) => ({
  count: marks.length,
  mean: Math.round((marks.reduce((sum, { rating }) => sum + rating, 0) / marks.length) * 100) / 100,
  low: marks.filter(({ rating }) => rating <= 2).length,
});

/** The date of the Monday of its week, in a time zone. */
function mondayOf(timeZone: string, at: Date): string {
  const date = new Date(`${dayOf(timeZone, at).date}T00:00:00Z`);
  const since = (date.getUTCDay() + 6) % 7;
  return new Date(date.getTime() - since * DAY_MS).toISOString().slice(0, 10);
}

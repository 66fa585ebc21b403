import { Agents } from '../agents/model.ts';
import type { Context } from '../context.ts';
import type { EventMap } from '../events.ts';
import { startLoop, type Loop } from '../loop.ts';
import { fill } from '../messages/help.ts';
import { surveyTexts } from '../messages/survey.ts';
import { shopFacts } from '../settings/shop.ts';
import { readTickets, ticketById } from '../tickets/find.ts';
import { note } from '../tickets/note.ts';
import { ask } from './ask.ts';
import { surveySettings, sweptUntil } from './settings.ts';

const LOOK_MS = 60_000;
const BATCH = 200;
const LOW = 2;

/** Asks about what was solved long enough ago, in one process at a time. */
export function startSurvey(context: Context): Loop {
  return startLoop(context, { name: 'survey', everyMs: LOOK_MS, run: () => askDue(context) });
}

/** Goes on where it last was; what a crash left is asked again, and is the same question. How many were asked. */
export async function askDue(context: Context): Promise<number> {
  const { settings, sweptTo } = await surveySettings(context);
  if (!settings.enabled || !sweptTo) return 0;
  const until = new Date(context.clock.now().getTime() - settings.hours * 3_600_000);
  let asked = 0;
  for (let from = sweptTo; from < until;) {
    const due = { solvedAt: { $gt: from, $lte: until } };
    const some = await readTickets(context, due, { sort: { solvedAt: 1 }, limit: BATCH, hint: 'solved-at' });
    for (const ticket of some) if (await ask(context, ticket, settings)) asked += 1;
    const last = some.at(-1)?.solvedAt;
    // Many that were solved in one moment, by a change of all of them: what is left of them is left.
    from = some.length === BATCH && last ? last : until;
    await sweptUntil(context, from);
  }
  return asked;
}

/** Reaction to `ticket.changed`: who leads hears of a low mark, by a note that mentions them. */
export async function tellLowMark(context: Context, { ticket: id, fields }: EventMap['ticket.changed']): Promise<void> {
  // The same mark given once more, with other words say, is another one.
  if (!fields.includes('ratedAt')) return;
  const ticket = await ticketById(context, id);
  const { rating: score, ratedAt } = ticket;
  if (!score || score > LOW) return;
  const { notify } = (await surveySettings(context)).settings;
  const leads = { role: { $in: ['admin', 'supervisor'] as const }, active: true };
  const agents = notify.length > 0 ? [] : await Agents(context).find(leads, { _id: 1 }).lean();
  const { languages } = await shopFacts(context);
  await note(context, ticket, {
    author: { kind: 'system', name: '' },
    clientId: `low-mark/${score}/${ratedAt?.getTime() ?? 0}`,
    text: fill(surveyTexts[languages[0] ?? 'en'].low, { score }),
    mentions: notify.length > 0 ? notify : agents.map(({ _id }) => String(_id)),
  });
}

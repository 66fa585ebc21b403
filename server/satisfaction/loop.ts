import type { Types } from 'mongoose';
import { Agents } from '../agents/model.ts';
import type { Context } from '../context.ts';
import type { EventMap } from '../events.ts';
import { startLoop, type Loop } from '../loop.ts';
import { fill } from '../messages/help.ts';
import { surveyTexts } from '../messages/survey.ts';
import { shopFacts } from '../settings/shop.ts';
import { readTickets, ticketById } from '../tickets/find.ts';
import type { TicketDoc } from '../tickets/model.ts';
import { note } from '../tickets/note.ts';
import { ask } from './ask.ts';
import type { SurveySettings } from './model.ts';
import { surveySettings, sweptUntil } from './settings.ts';

const LOOK_MS = 60_000;
const BATCH = 200;
const LOW = 2;
const SETTLED_MS = 60_000;

/** Asks about what was solved long enough ago, in one process at a time. */
export function startSurvey(context: Context): Loop {
  return startLoop(context, { name: 'survey', everyMs: LOOK_MS, run: () => askDue(context) });
}

/** Goes on where it last was; what a crash left is asked again, and is the same question. How many were asked. */
export async function askDue(context: Context): Promise<number> {
  const { settings, sweptTo } = await surveySettings(context);
  if (!settings.enabled || !sweptTo) return 0;
  // What was solved a moment ago may still be on its way into the store.
  const rest = Math.max(settings.hours * 3_600_000, SETTLED_MS);
  const until = new Date(context.clock.now().getTime() - rest);
  let asked = 0;
  let known: Types.ObjectId[] = [];
  for (let from = sweptTo; from < until;) {
    const due = { solvedAt: { $gt: from, $lte: until }, ...(known.length > 0 ? { _id: { $nin: known } } : {}) };
    const some = await readTickets(context, due, { sort: { solvedAt: 1 }, limit: BATCH, hint: 'solved-at' });
    for (const ticket of some) if (await asks(context, ticket, settings)) asked += 1;
    const last = some.at(-1)?.solvedAt;
    // Others may have been solved in the same moment, by a change of all of them: it is looked at once more.
    const next = some.length === BATCH && last ? new Date(last.getTime() - 1) : until;
    const again = some.filter(({ solvedAt }) => solvedAt && solvedAt > next).map(({ _id }) => _id);
    known = [...(next.getTime() === from.getTime() ? known : []), ...again];
    from = next;
    await sweptUntil(context, from);
  }
  return asked;
}

/** One who cannot be asked keeps nobody else from it. */
const asks = (context: Context, ticket: TicketDoc, settings: SurveySettings): Promise<boolean> =>
  ask(context, ticket, settings).catch((err: unknown) => {
    context.log.error({ err, ticket: String(ticket._id) }, 'a customer could not be asked');
    return false;
  });

/** Reaction to `ticket.changed`: who leads hears of a low mark, by a note that mentions them. */
export async function tellLowMark(context: Context, { ticket: id, fields }: EventMap['ticket.changed']): Promise<void> {
  // The same mark given once more, with other words say, is another one.
  if (!fields.includes('ratedAt')) return;
  const ticket = await ticketById(context, id);
  const { rating: score, ratedAt } = ticket;
  if (!score || score > LOW) return;
  const { languages } = await shopFacts(context);
  await note(context, ticket, {
    author: { kind: 'system', name: '' },
    clientId: `low-mark/${score}/${ratedAt?.getTime() ?? 0}`,
    text: fill(surveyTexts[languages[0] ?? 'en'].low, { score }),
    mentions: await whoHears(context),
  });
}

/** Those who are named; everybody who leads where nobody is, or all of them have left. */
async function whoHears(context: Context): Promise<string[]> {
  const { notify } = (await surveySettings(context)).settings;
  const named = await Agents(context)
    .find({ _id: { $in: notify }, active: true }, { _id: 1 })
    .lean();
  const leads = { role: { $in: ['admin', 'supervisor'] as const }, active: true };
  const agents = named.length > 0 ? named : await Agents(context).find(leads, { _id: 1 }).lean();
  return agents.map(({ _id }) => String(_id));
}

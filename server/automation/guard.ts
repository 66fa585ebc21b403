import { Types } from 'mongoose';
import { Agents } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { automationNotes } from '../messages/automation.ts';
import { fill } from '../messages/help.ts';
import { shopFacts } from '../settings/shop.ts';
import { Messages } from '../tickets/message-model.ts';
import type { TicketDoc } from '../tickets/model.ts';
import { note } from '../tickets/note.ts';
import { roundFrom } from './match.ts';
import { AutomationRuns, Automations, type AutomationDoc, type AutomationRunDoc } from './model.ts';
import { forgetRules } from './rules.ts';

const DAY_MS = 86_400_000;
/** So often a rule changes something of one ticket within a day; where two do, and answer each other, they go round. */
const MOST = 10;

/** What keeps a rule from acting, and which rules go round with it; undefined: nothing does. */
export interface Hindrance {
  outcome: 'own' | 'loop' | 'capped';
  round: AutomationDoc[];
}

/**
 * What a rule caused is answered by no rule; where the answer would lead back to it, all of them go round. One about
 * time acts on a ticket again only after somebody other than rules did something there. And nothing acts for ever.
 */
export async function hindrance(
  context: Context,
  ticket: TicketDoc,
  { rule, run, rules }: { rule: AutomationDoc; run: AutomationRunDoc; rules: AutomationDoc[] },
): Promise<Hindrance | undefined> {
  if (run.by) {
    const cause = rules.find(({ _id }) => String(_id) === run.by);
    const round = cause && cause !== rule ? roundFrom(rules, cause, rule) : [];
    return { outcome: round.length > 0 ? 'loop' : 'own', round };
  }
  const lately = await actedLately(context, ticket);
  const mine = lately.filter((one) => one.rule.equals(rule._id));
  const [last] = mine;
  if (rule.trigger.on === 'time' && last && !(await othersSince(context, ticket, last.place ?? 0))) {
    const since = lately.filter(({ doneAt }) => doneAt && last.doneAt && doneAt >= last.doneAt);
    return { outcome: 'loop', round: named(rules, since) };
  }
  if (mine.length < MOST) return undefined;
  const counts = Map.groupBy(lately, (one) => String(one.rule));
  const round = rules.filter(({ _id }) => (counts.get(String(_id))?.length ?? 0) >= MOST - 1);
  const talk = round.every(({ trigger }) => trigger.on === 'received');
  return round.length > 1 && !talk ? { outcome: 'loop', round } : { outcome: 'capped', round: [] };
}

const named = (rules: AutomationDoc[], runs: AutomationRunDoc[]): AutomationDoc[] =>
  rules.filter(({ _id }) => runs.some((run) => run.rule.equals(_id)));

/** Runs that changed something of a ticket, the latest first. */
async function actedLately(context: Context, { _id }: TicketDoc): Promise<AutomationRunDoc[]> {
  const since = new Date(context.clock.now().getTime() - DAY_MS);
  return await AutomationRuns(context)
    .find({ ticket: _id, doneAt: { $gte: since }, outcome: 'done', 'did.0': { $exists: true } })
    .sort({ doneAt: -1 })
    .limit(200)
    .lean<AutomationRunDoc[]>();
}

/** Whether the customer heard of a rule on this ticket within a day. */
export async function sentLately(context: Context, { rule, ticket, _id }: AutomationRunDoc): Promise<boolean> {
  const since = new Date(context.clock.now().getTime() - DAY_MS);
  const sent = { ticket, rule, doneAt: { $gte: since }, did: 'message', _id: { $ne: _id } };
  return (await AutomationRuns(context).exists(sent)) !== null;
}

/** What rules write bears their id, which nothing else has that is not a person. */
async function othersSince(context: Context, { _id }: TicketDoc, place: number): Promise<boolean> {
  const others = [{ 'author.kind': { $ne: 'system' as const } }, { 'author.id': { $exists: false } }];
  return (await Messages(context).exists({ ticket: _id, n: { $gt: place }, $or: others })) !== null;
}

/**
 * Tells the admins of rules that go round, by a note on the ticket on which it was seen, and switches them off: cut off in
 * between it is done again, and the note is there once.
 */
export async function stop(context: Context, ticket: TicketDoc, round: AutomationDoc[]): Promise<void> {
  await tellAdmins(context, ticket, round);
  const names = round.map(({ name }) => name);
  for (const { _id, name } of round) {
    const stopped = { at: context.clock.now(), number: ticket.number, with: names.filter((one) => one !== name) };
    await Automations(context).updateOne({ _id, enabled: true }, { $set: { enabled: false, stopped } });
  }
  forgetRules(context);
}

async function tellAdmins(context: Context, ticket: TicketDoc, round: AutomationDoc[]): Promise<void> {
  const admins = await Agents(context)
    .find({ role: 'admin', active: true }, { _id: 1 })
    .lean<{ _id: Types.ObjectId }[]>();
  const { languages } = await shopFacts(context);
  const text = fill(automationNotes[languages[0] ?? 'en'].stopped, {
    rules: round.map(({ name }) => `“${name}”`).join(', '),
  });
  const ids = round.map(({ _id }) => String(_id)).sort();
  await note(context, ticket, {
    author: { kind: 'system', id: String(round[0]?._id), name: '' },
    clientId: `automation/stopped/${ids.join('/')}/${context.clock.now().toISOString().slice(0, 10)}`,
    text,
    mentions: admins.map(({ _id }) => String(_id)),
  });
}

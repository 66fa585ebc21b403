import type { Context } from '../context.ts';
import { factsOf } from '../tickets/conditions/facts.ts';
import { Tickets, type TicketDoc } from '../tickets/model.ts';
import { opened } from '../vault/sealed.ts';
import { act } from './act.ts';
import { hindrance, sentLately, stop } from './guard.ts';
import { fits } from './match.ts';
import { AutomationRuns, Automations, type AutomationDoc, type AutomationRunDoc } from './model.ts';
import { rulesInForce } from './rules.ts';
import type { MailGate } from './send.ts';

/** Longer than a run takes; whoever begins again after a crash waits that long. */
const LEASE_MS = 30_000;
const TURN_MS = 2_000;

/** Carries out what is due, in any process; true when there may be more. */
export async function runDue(context: Context, gate: MailGate): Promise<boolean> {
  const until = performance.now() + TURN_MS;
  for (let run = await claim(context); run; run = await claim(context)) {
    try {
      await carryOut(context, run, gate);
    } catch (err) {
      context.log.error({ err, run: run._id, rule: String(run.rule) }, 'a rule could not act');
      await putOff(context, run);
    }
    if (performance.now() > until) return true;
  }
  return false;
}

/** One atomic write: of two processes one gets it. */
async function claim(context: Context): Promise<AutomationRunDoc | null> {
  const now = new Date();
  return await AutomationRuns(context)
    .findOneAndUpdate(
      { state: 'waiting', dueAt: { $lte: context.clock.now() }, leaseUntil: { $lt: now } },
      { $set: { leaseUntil: new Date(now.getTime() + LEASE_MS) } },
      { sort: { dueAt: 1 }, returnDocument: 'after' },
    )
    .lean<AutomationRunDoc>();
}

/** So often it is tried, within about two hours; what one run cannot do keeps no other one from being done. */
const MOST_ATTEMPTS = 8;
const FIRST_WAIT_MS = 60_000;

/** It is tried again later, longer each time, and given up in the end. */
async function putOff(context: Context, { _id, attempts = 0, did = [] }: AutomationRunDoc): Promise<void> {
  const now = context.clock.now();
  const again = new Date(now.getTime() + FIRST_WAIT_MS * 2 ** attempts);
  const given = { state: 'done', outcome: 'failed', code: 'internal-error', doneAt: now } as const;
  const next = attempts + 1 < MOST_ATTEMPTS ? { dueAt: again, leaseUntil: new Date(0) } : given;
  await AutomationRuns(context).updateOne(
    { _id, state: 'waiting' },
    { $set: { ...next, did, attempts: attempts + 1 } },
  );
}

/** Asked again now: what does not fit any more leaves no trace; what was begun is brought to an end. */
async function carryOut(context: Context, run: AutomationRunDoc, gate: MailGate): Promise<void> {
  const rules = await rulesInForce(context);
  const rule = await ruleOf(context, run, rules);
  const ticket = rule && (await ticketFor(context, run, rule));
  if (!rule || !ticket) return await drop(context, run);
  const hindered = run.begun ? undefined : await hindrance(context, ticket, { rule, run, rules });
  if (hindered) {
    if (hindered.round.length > 0) await stop(context, ticket, hindered.round);
    return await end(context, run, ticket, { outcome: hindered.outcome });
  }
  await AutomationRuns(context).updateOne({ _id: run._id }, { $set: { begun: true } });
  const silent = await sentLately(context, run);
  const { did, code } = await act(context, ticket, { rule, run, gate, silent });
  await end(context, run, ticket, {
    outcome: code && did.length === 0 ? 'failed' : 'done',
    did,
    ...(code ? { code } : {}),
  });
}

/** Another process may have switched it on since the rules in force were read; off, it ends what was begun. */
async function ruleOf(
  context: Context,
  { rule: id, begun }: AutomationRunDoc,
  rules: AutomationDoc[],
): Promise<AutomationDoc | undefined> {
  const known = rules.find(({ _id }) => _id.equals(id));
  if (known) return known;
  const rule = await Automations(context).findById(id).lean<AutomationDoc>();
  return rule && (rule.enabled || begun) ? rule : undefined;
}

async function drop(context: Context, run: AutomationRunDoc): Promise<void> {
  if (!run.begun) return void (await AutomationRuns(context).deleteOne({ _id: run._id }));
  await end(context, run, undefined, { outcome: 'failed', did: run.did ?? [], code: 'not-found' });
}

/** The ticket, where the rule still fits it. One that was begun before a crash fits: what it did may have changed that. */
async function ticketFor(
  context: Context,
  { ticket: id, since, begun }: AutomationRunDoc,
  rule: AutomationDoc,
): Promise<TicketDoc | undefined> {
  const doc = await Tickets(context).findById(id).lean<TicketDoc>();
  if (!doc || doc.erased) return undefined;
  if (begun) return opened(context, Tickets, doc);
  const { trigger } = rule;
  if (trigger.on === 'time' && (doc.status !== trigger.status || doc.stillSince?.getTime() !== since?.getTime()))
    return undefined;
  const facts = (await factsOf(context, [doc])).get(String(doc._id));
  return facts && fits(rule, doc, facts) ? opened(context, Tickets, doc) : undefined;
}

async function end(
  context: Context,
  { _id }: AutomationRunDoc,
  ticket: TicketDoc | undefined,
  result: Pick<AutomationRunDoc, 'did' | 'code'> & { outcome: AutomationRunDoc['outcome'] },
): Promise<void> {
  const set = {
    ...result,
    state: 'done' as const,
    doneAt: context.clock.now(),
    ...(ticket ? { place: ticket.messages } : {}),
  };
  await AutomationRuns(context).updateOne({ _id }, { $set: set as never });
}

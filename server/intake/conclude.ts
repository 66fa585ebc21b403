import type { Context } from '../context.ts';
import { identityHash } from '../customers/identity.ts';
import { amend } from '../tickets/amend.ts';
import { bounced, lastSentIn } from '../tickets/bounced.ts';
import { writeAsAgent } from '../tickets/by-agent.ts';
import type { InboundIdentity, InboundMessage, Interpretation } from '../tickets/envelopes.ts';
import { sentAs } from '../tickets/external.ts';
import { receive, type Received } from '../tickets/receive.ts';
import { joint } from '../together.ts';
import { Intake, type IntakeDoc, type Processed, type Taken } from './model.ts';
import { dropContentOf, rewrapRaw, sealReason } from './raw.ts';

/** Makes of an item what its interpretation says, and writes the outcome. */
export async function conclude(context: Context, doc: Taken, made: Interpretation): Promise<Processed> {
  if (made.outcome === 'quarantine')
    return await finish(context, doc, { outcome: 'quarantined', reason: made.reason, ...sentBy(context, made.from) });
  if (made.outcome === 'ignore' || made.outcome === 'bounce') return await leave(context, doc, made);
  if (made.message.kind === 'edit' || made.message.kind === 'delete') {
    const changed = await alter(context, doc, made.message);
    if (changed) return changed;
  }
  if (made.message.kind === 'receipt' || made.message.kind === 'delete') {
    const reason = `${made.message.kind} of an earlier message`;
    return await finish(context, doc, { outcome: 'ignored', reason, ...sentBy(context, made.message.from) });
  }
  const byAgent = await writeAsAgent(context, made.message);
  if (byAgent && byAgent !== 'doubted') return await finish(context, doc, { outcome: 'ticket', ...placeOf(byAgent) });
  const received = await receive(context, doc, { ...made.message, ...(byAgent ? { doubted: true } : {}) });
  const settled = await tell(context, doc, received, made.message);
  const result = { outcome: received.joined ? 'merged' : 'ticket', ...placeOf(received) } as const;
  return { ...(await finish(context, doc, result, settled)), filed: received.message };
}

/**
 * A message is changed or taken back. Undefined when it is not here; rejects while it may still become one, so that this
 * is tried again.
 */
async function alter(context: Context, doc: IntakeDoc, message: InboundMessage): Promise<Processed | undefined> {
  const amended = await amend(context, message, String(doc._id));
  if (amended) {
    if (message.kind === 'delete') await dropContentOf(context, amended.message);
    return await finish(context, doc, { outcome: 'merged', ...placeOf(amended) });
  }
  const { channel, account, _id } = doc;
  const earlier = await Intake(context).exists({ outcome: 'pending', channel, account, _id: { $lt: _id } });
  if (earlier) throw new Error('what it changes may not be processed yet');
  return undefined;
}

const placeOf = ({ ticket, message }: Pick<Received, 'ticket' | 'message'>) => ({
  reason: null,
  ticket: ticket._id,
  message: message._id,
  customer: message.customer,
});

/** True when all that follows has happened, or nothing does. */
async function tell(
  context: Context,
  doc: IntakeDoc,
  { ticket, message, created, joined }: Received,
  { history }: InboundMessage,
): Promise<boolean> {
  const what = { ticket: String(ticket._id), message: String(message._id) };
  // Spam tells nobody: what would have happened happens when an agent says that it is none.
  if (ticket.spam) return true;
  if (joined) return await context.events.emit('message.changed', what);
  if (!history)
    return await context.events.emit('message.received', {
      ...what,
      intake: String(doc._id),
      created,
      channel: ticket.channel,
      handler: ticket.handler,
      queued: ticket.queued,
    });
  await context.events.emit('history.received', what);
  return true;
}

/** It becomes no ticket, and is some customer's all the same: who sent it, or whom the mail went to that it quotes. */
async function leave(
  context: Context,
  doc: IntakeDoc,
  made: Extract<Interpretation, { outcome: 'ignore' | 'bounce' }>,
): Promise<Processed> {
  const bounce = made.outcome === 'bounce' ? made : undefined;
  const message = made.target
    ? await sentAs(context, made.target)
    : bounce?.thread && (await lastSentIn(context, bounce.thread));
  if (message && bounce) await bounced(context, message, bounce);
  const from = bounce?.recipient ? mailbox(bounce.recipient) : made.outcome === 'ignore' ? made.from : undefined;
  const whose = message ? { customer: message.customer } : sentBy(context, from);
  return await finish(context, doc, { outcome: 'ignored', reason: made.reason, ...whose });
}

const mailbox = (value: string): InboundIdentity => ({ kind: 'email', value, verified: false });

/** So that who is erased takes along what they sent and what became no ticket. */
const sentBy = (context: Context, from: InboundIdentity | undefined): { sender?: string } =>
  from ? { sender: identityHash(context, from) } : {};

type Result = Pick<IntakeDoc, 'outcome'> & { reason: string | null } & Partial<
    Pick<IntakeDoc, 'ticket' | 'message' | 'customer' | 'sender'>
  >;

/**
 * Writes the outcome. One write for outcome and settling: until it, a crash leaves the item pending, and a re-run
 * finds the committed message and raises its event again.
 */
async function finish(context: Context, doc: IntakeDoc, result: Result, settled = true): Promise<Processed> {
  const keys = result.customer && rewrapRaw(context, doc, result.customer);
  const reason = sealReason(context, doc, result.reason);
  const dueAt = new Date(context.clock.now().getTime() + 15_000);
  await writeOutcome(context, {
    // Another run of the same item may have come further: what became a ticket stays one.
    filter: { _id: doc._id, ...(result.outcome === 'ticket' ? {} : { outcome: { $ne: 'ticket' } }) },
    update: { $set: { ...result, reason, settled, dueAt, ...keys } },
  });
  // From here on the customer's key opens it.
  if (keys) context.vault.items.forget(doc.keyId);
  if (result.outcome === 'quarantined') context.log.warn({ intake: String(doc._id) }, 'quarantined');
  return {
    outcome: result.outcome,
    reason: result.reason,
    ticket: result.ticket ? String(result.ticket) : null,
    message: result.message ? String(result.message) : null,
  };
}

/** Outcomes that are ready at the same time are written, and become durable, together. */
function writeOutcome(context: Context, outcome: { filter: object; update: object }): Promise<void> {
  return joint<typeof outcome, void>(context.db, 'intake outcomes', async (outcomes) => {
    await Intake(context).collection.bulkWrite(outcomes.map((updateOne) => ({ updateOne })) as never, {
      ordered: false,
    });
    return outcomes.map(() => ({ value: undefined }));
  })(outcome);
}

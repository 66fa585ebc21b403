import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import type { Channel, ChannelName, RawItem } from '../channels/channel.ts';
import type { Interpretation } from '../tickets/envelopes.ts';
import { joint } from '../together.ts';
import { ErasedError } from '../vault/data-keys.ts';
import { Intake, type IntakeDoc, type Outcome, type Processed, type Taken } from './model.ts';
import { conclude } from './conclude.ts';
import { openRaw, sealReason } from './raw.ts';

const MAX_ATTEMPTS = 10;
const lanes = new Map<string, Promise<unknown>>();
/** Ids of items that came in here and have not been tried to the end. */
const inWork = new Set<string>();

/** What this process has in work already, however long it takes. */
export const itemsInWork = (): Types.ObjectId[] => [...inWork].map((id) => new Types.ObjectId(id));

/**
 * Processes an item that was just recorded, its bytes still at hand; items of one lane one after the other. Never
 * rejects: what fails stays pending for the sweep.
 */
export function processed(
  context: Context,
  doc: IntakeDoc,
  at: { raw: Buffer; meta?: Record<string, unknown>; lane?: string },
): Promise<Processed> {
  const id = String(doc._id);
  inWork.add(id);
  const opened = { raw: at.raw, meta: at.meta ?? {} };
  const done = () => void inWork.delete(id);
  if (at.lane === undefined) return atMost(() => processInGroup(context, doc, opened)).finally(done);
  const run = () => processItem(context, doc, opened).finally(done);
  const lane = `${doc.channel}/${doc.account}/${at.lane}`;
  const result = (lanes.get(lane) ?? Promise.resolve()).then(run);
  lanes.set(lane, result);
  void result.then(() => lanes.get(lane) === result && lanes.delete(lane));
  return result;
}

/** Items without a lane (mails) that are worked on at the same time: more would only make each other's doors wait. */
const AT_ONCE = 32;
/** Between two groups of them: the store is asked some ten times for each, however many there are. */
const GROUP_PAUSE_MS = 20;
const queue: (() => void)[] = [];
let active = 0;

async function atMost<T>(run: () => Promise<T>): Promise<T> {
  if (active >= AT_ONCE) await new Promise<void>((resolve) => queue.push(resolve));
  else active++;
  try {
    return await run();
  } finally {
    const next = queue.shift();
    if (next) next();
    else active--;
  }
}

/** What has been read while others were received is received with what else is ready: the store is asked for all at once. */
async function processInGroup(
  context: Context,
  doc: IntakeDoc,
  { raw, meta }: { raw: Buffer; meta: Record<string, unknown> },
): Promise<Processed> {
  const interpretation = await interpret(context, doc, raw, meta);
  const group = joint<() => Promise<Processed>, Processed>(
    context.db,
    'intake groups',
    (runs) => Promise.all(runs.map(async (run) => ({ value: await run() }))),
    { pauseMs: GROUP_PAUSE_MS },
  );
  return await group(() =>
    conclude(context, asFirst(context, doc), interpretation).catch((error: Error) => putOff(context, doc, error)),
  );
}

/** Nobody else takes what was recorded here before it is due. */
const asFirst = (context: Context, doc: IntakeDoc): Taken => ({ ...doc, first: doc.dueAt > context.clock.now() });

/** Processes an item of the ledger: interpret, receive, reactions, outcome. Safe to run again at any point. */
export async function processItem(
  context: Context,
  doc: IntakeDoc,
  opened?: { raw: Buffer; meta: Record<string, unknown> },
): Promise<Processed> {
  try {
    const item = opened ?? (await openRaw(context, doc).catch(whenKeyless));
    if (!item) return await withoutKey(context, doc);
    const interpretation = await interpret(context, doc, item.raw, item.meta);
    return await conclude(context, opened ? asFirst(context, doc) : doc, interpretation);
  } catch (error) {
    return await putOff(context, doc, error as Error);
  }
}

const whenKeyless = (error: unknown): undefined => {
  if (!(error instanceof ErasedError)) throw error;
};

/** Its key was destroyed, or the key file is older than the store: nobody can read it, and nothing comes of it. */
async function withoutKey(context: Context, doc: IntakeDoc): Promise<Processed> {
  const { erased } = context.vault;
  const outcome: Outcome = erased.has(doc.keyId) || erased.has(String(doc.customer)) ? 'erased' : 'quarantined';
  await Intake(context).updateOne({ _id: doc._id, outcome: { $ne: 'ticket' } }, { $set: { outcome } });
  return { outcome, reason: null, ticket: null, message: null };
}

/** A throw of the adapter is a quarantine with its reason: the item can't be read, and the next ones must flow. */
async function interpret(
  context: Context,
  doc: IntakeDoc,
  raw: Buffer,
  meta: Record<string, unknown>,
): Promise<Interpretation> {
  const channel: Channel | undefined = context.channels.get(doc.channel);
  if (!channel) return { outcome: 'quarantine', reason: `no channel ${doc.channel} is set up` };
  const item: RawItem = {
    id: String(doc._id),
    account: doc.account,
    channel: doc.channel as ChannelName,
    raw,
    receivedAt: doc.receivedAt,
    meta,
  };
  try {
    return await channel.interpret(item);
  } catch (error) {
    return { outcome: 'quarantine', reason: `could not be read: ${(error as Error).message.slice(0, 300)}` };
  }
}

/** Our own failure (the store, say): stays pending, later and later, and ends in quarantine where agents see it. */
async function putOff(context: Context, doc: IntakeDoc, error: Error): Promise<Processed> {
  context.log.error({ err: error, intake: String(doc._id) }, 'an item could not be processed');
  const attempts = doc.attempts + 1;
  const reason = `could not be stored: ${error.message.slice(0, 300)}`;
  const outcome: Outcome = attempts >= MAX_ATTEMPTS ? 'quarantined' : 'pending';
  const dueAt = new Date(context.clock.now().getTime() + Math.min(600_000, 1000 * 2 ** attempts));
  try {
    const put = { attempts, reason: sealReason(context, doc, reason), outcome, dueAt };
    await Intake(context).collection.updateOne({ _id: doc._id, outcome: { $ne: 'ticket' } }, { $set: put });
  } catch {
    // The store or the keys are away, we are ending perhaps: the item stays pending as it is.
  }
  return { outcome, reason, ticket: null, message: null };
}

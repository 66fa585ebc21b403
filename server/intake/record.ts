import { createHash, type KeyObject } from 'node:crypto';
import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { RELAXED } from '../model.ts';
import { isDuplicate } from '../vault/sealed.ts';
import { insertTogether } from '../together.ts';
import { Intake, type IntakeDoc, type Processed } from './model.ts';
import { processed } from './process.ts';
import { dropRaw, openReason, sealNote, storeRaw } from './raw.ts';

export interface NewItem {
  channel: string;
  account: string;
  /** Unique within channel and account: ARCHITECTURE.md, "Path in", step 2. Kept as a keyed hash. */
  key: string;
  raw: Buffer;
  /** Hex sha256 of the bytes, where the door knows it already. */
  sha256?: string;
  /** What the door knows besides the bytes; sealed with them. */
  meta?: Record<string, unknown>;
  /** Items of one lane (a chat, say) are processed one after the other. */
  lane?: string;
}

export interface Recorded {
  /** Hex id in the ledger. */
  id: string;
  duplicate: boolean;
  /** False when a duplicate's bytes are not those that came first. */
  same: boolean;
  /** Settles when the item was processed in this process; never rejects. */
  done: Promise<Processed>;
}

/** In-process processing has this long before the sweep takes the item. */
const FIRST_TRY_MS = 10_000;

/**
 * The ledger: stores the raw bytes, sealed, as pending, and resolves when that is durable. Only then may the source
 * be acknowledged. The same key again is a duplicate and is only counted. Rejects when the store cannot write.
 */
export async function record(context: Context, item: NewItem): Promise<Recorded> {
  const { id: keyId, key } = await context.vault.items.take();
  const document = newDocument(context, item, keyId, key);
  await storeRaw(context, document, key, item.raw);
  try {
    await insertTogether(context, Intake, document);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    await dropRaw(context, document);
    context.vault.items.forget(keyId);
    const first = await Intake(context)
      .findOne({ channel: item.channel, account: item.account, key: document.key })
      .lean<IntakeDoc>();
    if (!first) throw error;
    const same = first.content === document.content;
    if (same) await Intake(context).collection.updateOne({ _id: first._id }, { $inc: { repeats: 1 } }, RELAXED);
    return { id: String(first._id), duplicate: true, same, done: Promise.resolve(asProcessed(context, first)) };
  }
  return { id: String(document._id), duplicate: false, same: true, done: processed(context, document, item) };
}

function newDocument(context: Context, item: NewItem, keyId: string, key: KeyObject): IntakeDoc {
  const _id = new Types.ObjectId();
  const now = context.clock.now();
  const sha256 = item.sha256 ?? createHash('sha256').update(item.raw).digest('hex');
  return {
    _id,
    v: 1,
    channel: item.channel,
    account: item.account,
    key: context.vault.hash('intake', item.key),
    content: context.vault.hash('content', sha256),
    size: item.raw.length,
    receivedAt: now,
    outcome: 'pending',
    reason: null,
    ticket: null,
    message: null,
    customer: null,
    attempts: 0,
    dueAt: new Date(now.getTime() + FIRST_TRY_MS),
    settled: true,
    keyId,
    rawKey: null,
    ...sealNote(_id, key, { sha256, meta: item.meta, raw: item.raw }),
  };
}

const asProcessed = (context: Context, doc: IntakeDoc): Processed => ({
  outcome: doc.outcome,
  reason: openReason(context, doc),
  ticket: doc.ticket && String(doc.ticket),
  message: doc.message && String(doc.message),
});

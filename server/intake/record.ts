import { createHash, randomBytes, type KeyObject } from 'node:crypto';
import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { isDuplicate } from '../vault/sealed.ts';
import { insertTogether } from '../together.ts';
import { secretKey } from '../vault/cipher.ts';
import { Intake, type IntakeDoc } from './model.ts';
import { processed, type Processed } from './process.ts';
import { dropRaw, sealRaw, storeRaw } from './raw.ts';

export interface NewItem {
  channel: string;
  account: string;
  /** Unique within channel and account: ARCHITECTURE.md, "Path in", step 2. Without personal data. */
  key: string;
  raw: Buffer;
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
 * be acknowledged. The same key again is a duplicate and changes nothing. Rejects when the store cannot write.
 */
export async function record(context: Context, item: NewItem): Promise<Recorded> {
  const key = secretKey(randomBytes(32));
  const document = newDocument(context, item, key);
  await storeRaw(context, document._id, key, item.raw);
  try {
    await insertTogether(context, Intake, document);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    await dropRaw(context, document._id);
    const first = await Intake(context)
      .findOne(
        { channel: item.channel, account: item.account, key: item.key },
        { outcome: 1, reason: 1, ticket: 1, message: 1, sha256: 1 },
      )
      .lean();
    if (!first) throw error;
    const same = first.sha256 === document.sha256;
    return { id: String(first._id), duplicate: true, same, done: Promise.resolve(asProcessed(first)) };
  }
  return { id: String(document._id), duplicate: false, same: true, done: processed(context, document, item) };
}

function newDocument(context: Context, item: NewItem, key: KeyObject): IntakeDoc {
  const _id = new Types.ObjectId();
  const now = context.clock.now();
  return {
    _id,
    v: 1,
    channel: item.channel,
    account: item.account,
    key: item.key,
    sha256: createHash('sha256').update(item.raw).digest('hex'),
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
    ...sealRaw(context, String(_id), key, item.meta ?? {}),
  };
}

const asProcessed = (doc: Pick<IntakeDoc, 'outcome' | 'reason' | 'ticket' | 'message'>): Processed => ({
  outcome: doc.outcome,
  reason: doc.reason,
  ticket: doc.ticket && String(doc.ticket),
  message: doc.message && String(doc.message),
});

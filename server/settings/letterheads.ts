import type { Context } from '../context.ts';
import { Letterheads, PLAIN_LETTERHEAD, type Letterhead, type LetterheadDoc } from './letterhead-model.ts';

/** The letterheads of all mailboxes that have one, by account. */
export async function allLetterheads(context: Context): Promise<Map<string, Letterhead>> {
  const docs = await Letterheads(context).find().lean<LetterheadDoc[]>();
  return new Map(docs.map((doc) => [doc._id, ofDoc(doc)]));
}

/** How a mailbox writes; the plain one while nothing was set. */
export async function letterheadOf(context: Context, account: string): Promise<Letterhead> {
  const doc = await Letterheads(context).findById(account).lean<LetterheadDoc>();
  return doc ? ofDoc(doc) : PLAIN_LETTERHEAD;
}

/** Keeps how a mailbox writes, whole, and lets it take effect. */
export async function writeLetterhead(context: Context, account: string, letterhead: Letterhead): Promise<void> {
  const doc = { _id: account, v: 1, ...letterhead };
  await Letterheads(context).collection.replaceOne({ _id: account as never }, doc as never, { upsert: true });
  await context.events.emit('account.changed', { account });
}

const ofDoc = ({ identities, signature, quote, acknowledge, assistant, rate }: LetterheadDoc): Letterhead => ({
  identities,
  signature,
  quote,
  acknowledge,
  // What was kept before there was such a switch is off.
  assistant: assistant ?? false,
  rate,
});

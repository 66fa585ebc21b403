import type { Context } from '../context.ts';
import type { MessageDoc } from '../tickets/message-model.ts';
import { isDuplicate } from '../vault/sealed.ts';
import { AutomaticMails, type AutomaticMailDoc } from './automatic-model.ts';

/** So many automatic messages at most within so many minutes, on one ticket and to one address. */
const CAPS = [
  { most: 10, minutes: 10 },
  { most: 30, minutes: 60 },
] as const;
const DAY_MS = 86_400_000;

/**
 * May this automatic message still go? Two robots that answer each other find an end here. What was counted once is not
 * counted again when it is tried again.
 */
export async function withinCaps(context: Context, message: MessageDoc): Promise<boolean> {
  const id = String(message._id);
  const address = (message.to ?? '').toLowerCase();
  for (const counted of [`ticket ${String(message.ticket)}`, `address ${address}`])
    if (!(await count(context, context.vault.hash('automatic mail', counted), id))) return false;
  return true;
}

async function count(context: Context, _id: string, message: string): Promise<boolean> {
  for (;;) {
    const now = context.clock.now();
    const doc = await AutomaticMails(context).findById(_id).lean<AutomaticMailDoc>();
    const before = (doc?.sent ?? []).filter(({ at }) => now.getTime() - at.getTime() < 3_600_000);
    if (before.some((one) => one.message === message)) return true;
    const full = CAPS.some(({ most, minutes }) => {
      const since = now.getTime() - minutes * 60_000;
      return before.filter(({ at }) => at.getTime() > since).length >= most;
    });
    if (full) return false;
    const next = { sent: [...before, { message, at: now }], at: now };
    if (await write(context, { _id, n: doc?.n }, next)) return true;
  }
}

/**
 * May this address be told that its mail is here, for this ticket? Once in 24 hours, whoever it is: nobody knows who
 * wrote the mail. The same ticket may ask again.
 */
export async function claimAcknowledgement(context: Context, address: string, ticket: string): Promise<boolean> {
  const _id = context.vault.hash('acknowledged', address.toLowerCase());
  for (;;) {
    const now = context.clock.now();
    const doc = await AutomaticMails(context).findById(_id).lean<AutomaticMailDoc>();
    if (doc?.ticket === ticket) return true;
    if (doc && now.getTime() - doc.at.getTime() < DAY_MS) return false;
    if (await write(context, { _id, n: doc?.n }, { sent: [], ticket, at: now })) return true;
  }
}

/** False when somebody else was first. */
async function write(
  context: Context,
  { _id, n }: { _id: string; n: number | undefined },
  fields: Omit<AutomaticMailDoc, '_id' | 'n'>,
): Promise<boolean> {
  const next = { ...fields, n: (n ?? 0) + 1 };
  if (n !== undefined) return (await AutomaticMails(context).updateOne({ _id, n }, { $set: next })).matchedCount > 0;
  try {
    await AutomaticMails(context).collection.insertOne({ _id, ...next } as never);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

import type { Context } from '../../context.ts';
import type { Letterhead } from '../../settings/letterhead-model.ts';
import { isDuplicate } from '../../vault/sealed.ts';
import { SendError } from '../channel.ts';
import { MailRates } from './rate-model.ts';

const MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/**
 * Takes one of the mails that an account may send in this minute, hour or day (UTC). Rejects with SendError `wait` when
 * none is left: the next ones are there when the next begins.
 */
export async function takeTurn(
  context: Context,
  account: string,
  rate: NonNullable<Letterhead['rate']>,
): Promise<void> {
  const now = context.clock.now().getTime();
  const length = MS[rate.per];
  const since = new Date(Math.floor(now / length) * length);
  if (await count(context, account, since, rate.mails)) return;
  const until = new Date(since.getTime() + length);
  const reason = `The mailbox sends ${rate.mails} mails a ${rate.per}; this one waits until ${until.toISOString()}.`;
  throw new SendError('wait', reason, Math.max(1, (until.getTime() - now) / 1000));
}

/** One write in most cases; false when all are taken. */
async function count(context: Context, _id: string, since: Date, most: number): Promise<boolean> {
  const rates = MailRates(context);
  const further = async () =>
    (await rates.updateOne({ _id, since, mails: { $lt: most } }, { $inc: { mails: 1 } })).matchedCount > 0;
  if (await further()) return true;
  const first = await rates.updateOne({ _id, since: { $ne: since } }, { $set: { since, mails: 1 } });
  if (first.matchedCount > 0) return true;
  // Somebody else may have begun this span in between, and left some.
  if (await rates.exists({ _id })) return await further();
  try {
    await rates.collection.insertOne({ _id, since, mails: 1 } as never);
    return true;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return await count(context, _id, since, most);
  }
}

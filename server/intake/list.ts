import { Types } from 'mongoose';
import type { Static } from 'typebox';
import type { Context } from '../context.ts';
import { isTime, pageCursor } from '../http/paging.ts';
import { allAccounts } from '../settings/accounts.ts';
import { Intake, OUTCOMES, type IntakeDoc } from './model.ts';
import type { IntakeQuery, IntakeSummary } from './schema.ts';

/** A page of the ledger, newest first, and where the next one begins. */
export async function listIntake(
  context: Context,
  query: Static<typeof IntakeQuery>,
): Promise<{ items: IntakeDoc[]; next: string | null }> {
  const limit = query.limit ?? 50;
  const after = query.after === undefined ? undefined : pageCursor.decode(query.after, isCursor);
  const receivedAt = after && new Date(after[0]);
  const place = after
    ? {
        receivedAt: { $lte: receivedAt },
        $or: [{ receivedAt: { $lt: receivedAt } }, { receivedAt, _id: { $lt: new Types.ObjectId(after[1]) } }],
      }
    : {};
  const docs = await Intake(context)
    .find({ ...filterOf(query), ...place })
    .sort({ receivedAt: -1, _id: -1 })
    .limit(limit + 1)
    .lean<IntakeDoc[]>();
  const items = docs.slice(0, limit);
  const last = items.at(-1);
  const next = docs.length > limit && last ? pageCursor.encode([last.receivedAt.getTime(), String(last._id)]) : null;
  return { items, next };
}

const isCursor = (value: unknown): value is [number, string] =>
  Array.isArray(value) && isTime(value[0]) && /^[0-9a-f]{24}$/.test(String(value[1]));

/** As their index has them: DocumentDB takes it only for a range of its first field. */
const REPEATED = { repeats: { $exists: true }, receivedAt: { $gt: new Date(0) } };

/** What came again has the outcome that it had the first time. */
function filterOf({ outcome, account }: Pick<Static<typeof IntakeQuery>, 'outcome' | 'account'>) {
  // The index of accounts goes on with the outcome: naming all of them keeps the order readable from it.
  const all = account === undefined ? {} : { outcome: { $in: [...OUTCOMES] } };
  return {
    ...(account === undefined ? {} : { account }),
    ...(outcome === undefined ? all : outcome === 'duplicate' ? REPEATED : { outcome }),
  };
}

/** Counted so far and no farther: the ledger keeps everything that ever came. */
const MOST = 10_000;

/** How many items have each outcome, of one account or of all, and the accounts that there are. */
export async function summary(context: Context, account: string | undefined): Promise<IntakeSummary> {
  const count = (outcome: (typeof OUTCOMES)[number]) =>
    Intake(context).countDocuments(filterOf({ outcome, ...(account === undefined ? {} : { account }) }), {
      limit: MOST,
    });
  const counts = await Promise.all(OUTCOMES.map(async (outcome) => ({ outcome, count: await count(outcome) })));
  const accounts = (await allAccounts(context)).map(({ id, channel, name, address }) => ({
    id,
    channel,
    name: address ?? name,
  }));
  return { counts, most: MOST, accounts };
}

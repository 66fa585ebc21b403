import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { models } from '../store/register.ts';
import { isDuplicate } from '../vault/sealed.ts';
import { carryOut } from './carry-out.ts';
import { Erasures, type ErasureDoc } from './erasure-model.ts';
import { isHeld } from './holds/hold.ts';
import { kindsOf } from './kinds.ts';
import { scopeOf } from './scope.ts';

/** How many documents of each kind an erasure of this customer would remove, and what is against it. Fails `not-found`. */
export async function previewFor(
  context: Context,
  customer: Types.ObjectId,
): Promise<{ counts: Record<string, number>; held: boolean }> {
  const scope = await scopeOf(context, customer);
  if (scope.customers.length === 0) return fail('not-found');
  const counts: Record<string, number> = {};
  for (const kind of kindsOf(context, models, scope)) counts[kind.name] = await kind.count();
  return { counts, held: await isHeld(context, [...scope.customers, ...scope.tickets]) };
}

/**
 * Erases a person: first the log, then their keys, after which nobody can read anything of them; then all that is
 * stored of them. The same person again answers the same erasure. Fails `not-found`, and `held` where a legal hold is on
 * them or one of their tickets, unless it is to be overridden.
 */
export async function erase(
  context: Context,
  customer: Types.ObjectId,
  by: ErasureDoc['by'],
  override = false,
): Promise<ErasureDoc> {
  const known = await erasureOf(context, customer);
  const erasure = known ?? (await begin(context, customer, by, override));
  return erasure.state === 'done' ? erasure : await carryOut(context, erasure);
}

/** The same until nobody can read anything of them any more; the loop of erasures goes on from there. */
export async function beginErasing(
  context: Context,
  customer: Types.ObjectId,
  by: ErasureDoc['by'],
  override = false,
): Promise<ErasureDoc> {
  const known = await erasureOf(context, customer);
  return known ?? (await carryOut(context, await begin(context, customer, by, override), () => false));
}

const erasureOf = async (context: Context, customer: Types.ObjectId): Promise<ErasureDoc | null> =>
  await Erasures(context).findOne({ customers: customer }).lean<ErasureDoc>();

async function begin(
  context: Context,
  customer: Types.ObjectId,
  by: ErasureDoc['by'],
  override: boolean,
): Promise<ErasureDoc> {
  const { customers, tickets } = await scopeOf(context, customer);
  if (customers.length === 0) return fail('not-found');
  const facts = { _id: new Types.ObjectId(), customers, tickets, at: context.clock.now(), by };
  const erasure = { ...newErasure(context, facts), ...(override ? { override } : {}) };
  try {
    await Erasures(context).collection.insertOne(erasure as never);
    return erasure;
  } catch (error) {
    // Somebody else has asked for it at the same moment.
    const twin = isDuplicate(error) && (await erasureOf(context, customer));
    if (!twin) throw error;
    return twin;
  }
}

/** An erasure of which nothing is done yet. */
export function newErasure(
  context: Pick<Context, 'clock'>,
  what: Pick<ErasureDoc, '_id' | 'customers' | 'at' | 'by'> & { tickets: Types.ObjectId[] },
): ErasureDoc {
  const begun = { v: 1, state: 'begun' as const, doneAt: null, touchedAt: context.clock.now(), told: false };
  return { ...what, ...begun, counts: {}, reached: [], unreached: [] };
}

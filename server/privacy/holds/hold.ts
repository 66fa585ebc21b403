import { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { loadCustomer } from '../../customers/find.ts';
import { samePerson } from '../../customers/same.ts';
import { fail } from '../../errors.ts';
import { loadTicket } from '../../tickets/find.ts';
import { insertSealed, isDuplicate, opened } from '../../vault/sealed.ts';
import { Erasures } from '../erasure-model.ts';
import { Holds, type HoldDoc } from './model.ts';

/** What a hold is put on: a customer by hex id, or a ticket by its number. */
export type HoldTarget = { customer: string } | { ticket: number };
type Place = Pick<HoldDoc, 'kind' | 'about' | 'customer' | 'number'>;

/** Puts a hold; where there is one already it stays as it is. Fails `not-found`, and `erased`. */
export async function placeHold(
  context: Context,
  target: HoldTarget,
  by: HoldDoc['by'],
  note: string,
): Promise<HoldDoc> {
  const place = await placeOf(context, target);
  const hold: HoldDoc = { _id: new Types.ObjectId(), v: 1, ...place, at: context.clock.now(), by, note };
  try {
    await insertSealed(context, Holds, String(place.customer), hold);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return await find(context, place.about);
  }
  // An erasure that was begun before looks for holds once more after it has said so: one of the two sees the other.
  if (await Erasures(context).exists({ customers: place.customer })) {
    await Holds(context).deleteOne({ _id: hold._id });
    return fail('erased');
  }
  return hold;
}

/** Takes a hold away. Fails `not-found`. */
export async function liftHold(context: Context, target: HoldTarget): Promise<HoldDoc> {
  const { about } = await placeOf(context, target);
  const hold = await find(context, about);
  await Holds(context).deleteOne({ _id: hold._id });
  return hold;
}

async function placeOf(context: Context, target: HoldTarget): Promise<Place> {
  if ('customer' in target) {
    const { _id } = await loadCustomer(context, target.customer);
    return { kind: 'customer', about: _id, customer: _id };
  }
  const { _id, customer, number, erased } = await loadTicket(context, target.ticket);
  return erased ? fail('erased') : { kind: 'ticket', about: _id, customer, number };
}

async function find(context: Context, about: Types.ObjectId): Promise<HoldDoc> {
  const doc = await Holds(context).findOne({ about }).lean<HoldDoc>();
  return doc ? opened(context, Holds, doc) : fail('not-found');
}

/** Is there a hold on one of these, customers and tickets alike? */
export async function isHeld(context: Context, about: readonly Types.ObjectId[]): Promise<boolean> {
  return (await Holds(context).exists({ about: { $in: [...about] } })) !== null;
}

/** Hex ids of all that is held: tickets, and customers with those who are the same person. */
export async function heldNow(context: Context): Promise<Set<string>> {
  const held = new Set<string>();
  for (const { kind, about } of await Holds(context).find({}, { kind: 1, about: 1 }).lean<HoldDoc[]>()) {
    held.add(String(about));
    if (kind === 'customer') for (const { _id } of await samePerson(context, about)) held.add(String(_id));
  }
  return held;
}

/** All holds, or those on a customer, on the same person and on their tickets; newest first, opened. */
export async function listHolds(context: Context, customer?: string): Promise<HoldDoc[]> {
  const same = customer === undefined ? [] : await samePerson(context, new Types.ObjectId(customer));
  const filter = customer === undefined ? {} : { customer: { $in: same.map(({ _id }) => _id) } };
  const docs = await Holds(context).find(filter).sort({ at: -1, _id: -1 }).lean<HoldDoc[]>();
  return docs.map((doc) => opened(context, Holds, doc));
}

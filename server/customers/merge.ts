import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { Customers } from './model.ts';
import { personOf, type Person } from './person.ts';

/**
 * Says that two customers are one person, of whom `into` gives name, language and notes. Nothing is moved: each record
 * keeps its key, addresses, tickets and consents, so that taking it back leaves both as they would be without. Fails
 * `conflict` when somebody merges them the other way round at this moment; `already-exists` when they are merged.
 */
export async function mergeCustomers(context: Context, id: string, into: string): Promise<Person> {
  const [one, other] = [await personOf(context, id), await personOf(context, into)];
  if (one.primary._id.equals(other.primary._id)) return fail('already-exists', 'They are one person already.');
  const mine = { _id: one.primary._id };
  const fields = { mergedInto: other.primary._id, mergedAt: context.clock.now(), reclassed: true };
  const { matchedCount } = await Customers(context).updateOne({ ...mine, mergedInto: null }, { $set: fields });
  if (matchedCount === 0) fail('conflict');
  const person = await personOf(context, into);
  if (person.records.every(({ mergedInto }) => mergedInto)) {
    // Merged both ways at once: a person needs somebody who is not merged.
    await Customers(context).collection.updateOne({ ...mine, mergedInto: fields.mergedInto }, { $unset: UNMERGED });
    return fail('conflict');
  }
  await tell(context, person);
  return person;
}

/** Takes that back: the record (hex id) is a customer of its own again. Fails `illegal-step` when it was not merged. */
export async function unmergeCustomer(context: Context, id: string): Promise<Person> {
  const before = await personOf(context, id);
  const { matchedCount } = await Customers(context).collection.updateOne(
    { _id: new Types.ObjectId(id), mergedInto: { $exists: true } },
    { $unset: UNMERGED, $set: { reclassed: true } },
  );
  if (matchedCount === 0) fail('illegal-step', 'This customer is not merged.');
  await tell(context, before);
  return await personOf(context, String(before.primary._id));
}

const UNMERGED = { mergedInto: 1, mergedAt: 1 } as const;

async function tell(context: Context, { records }: Person): Promise<void> {
  for (const { _id } of records) await context.events.emit('customer.changed', { customer: String(_id) });
}

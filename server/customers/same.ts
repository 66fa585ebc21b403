import type { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { Customers, type CustomerDoc } from './model.ts';

/** All records of a person: this customer, whom they were merged into, and who was merged into them, as stored. */
export async function samePerson(context: Context, id: Types.ObjectId): Promise<CustomerDoc[]> {
  const found = new Map<string, CustomerDoc>();
  const asked = new Set<string>();
  let next = [id];
  while (next.length > 0) {
    for (const one of next) asked.add(String(one));
    const by = (field: '_id' | 'mergedInto') =>
      Customers(context)
        .find({ [field]: { $in: next } })
        .lean<CustomerDoc[]>();
    const docs = [...(await by('_id')), ...(await by('mergedInto'))];
    for (const doc of docs) found.set(String(doc._id), doc);
    next = docs
      .flatMap(({ _id, mergedInto }) => (mergedInto ? [_id, mergedInto] : [_id]))
      .filter((one) => !asked.has(String(one)));
  }
  return [...found.values()];
}

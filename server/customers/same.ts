import type { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { findTogether } from '../find-together.ts';
import { Customers, type CustomerDoc } from './model.ts';

/** All records of a person: this customer, whom they were merged into, and who was merged into them, as stored. */
export async function samePerson(context: Context, id: Types.ObjectId): Promise<CustomerDoc[]> {
  const found = new Map<string, CustomerDoc>();
  const asked = new Set<string>();
  let next = [id];
  while (next.length > 0) {
    for (const one of next) asked.add(String(one));
    const these = next;
    const by = (field: '_id' | 'mergedInto') => findTogether<CustomerDoc>(context, Customers, field, these);
    const docs = (await Promise.all([by('_id'), by('mergedInto')])).flat();
    for (const doc of docs) found.set(String(doc._id), doc);
    next = docs
      .flatMap(({ _id, mergedInto }) => (mergedInto ? [_id, mergedInto] : [_id]))
      .filter((one) => !asked.has(String(one)));
  }
  return [...found.values()];
}

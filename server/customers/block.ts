import type { Context } from '../context.ts';
import { opened } from '../vault/sealed.ts';
import { Customers, type CustomerDoc } from './model.ts';
import { personOf, type Person } from './person.ts';

/** Blocks a customer with all records of theirs, or no longer: what a blocked one sends goes to the view Spam. */
export async function setBlocked(context: Context, id: string, blocked: boolean): Promise<Person> {
  const { records } = await personOf(context, id);
  await Customers(context).updateMany({ _id: { $in: records.map(({ _id }) => _id) } }, { $set: { blocked } });
  for (const { _id } of records) await context.events.emit('customer.changed', { customer: String(_id) });
  return await personOf(context, id);
}

/** Who is blocked, the latest to come first, opened; 200 at most. */
export async function blockedCustomers(context: Context): Promise<CustomerDoc[]> {
  const docs = await Customers(context).find({ blocked: true }).sort({ _id: -1 }).limit(200).lean<CustomerDoc[]>();
  return docs.map((doc) => opened(context, Customers, doc));
}

import type { Context } from '../context.ts';
import { sealed } from '../vault/sealed.ts';
import { Customers, type CustomerDoc } from './model.ts';
import { personOf, type Person } from './person.ts';
import { cleanName } from './upsert.ts';

/** What agents write about a customer. What is not named stays. */
export type CustomerChange = Partial<Pick<CustomerDoc, 'name' | 'language' | 'notes' | 'class'>>;

/** Changes name, language, notes and class of the person whose record (hex id) this is. Fails `not-found`, and `erased`. */
export async function changeCustomer(context: Context, id: string, change: CustomerChange): Promise<Person> {
  const { primary } = await personOf(context, id);
  const { name, ...rest } = change;
  const fields = {
    ...rest,
    ...(name === undefined ? {} : { name: cleanName(name) }),
    // Their tickets follow, after a crash too.
    ...(rest.class === undefined ? {} : { reclassed: true }),
  };
  if (Object.keys(fields).length > 0) {
    const set = sealed(context, Customers, String(primary._id), primary._id, fields);
    await Customers(context).collection.updateOne({ _id: primary._id }, { $set: set as never });
    await context.events.emit('customer.changed', { customer: String(primary._id) });
  }
  return await personOf(context, id);
}

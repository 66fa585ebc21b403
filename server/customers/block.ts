import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { loadCustomer } from './find.ts';
import { Customers, type CustomerDoc } from './model.ts';

/** Blocks a customer, or no longer: what a blocked one sends goes to the view Spam. Fails `not-found`. */
export async function setBlocked(context: Context, id: string, blocked: boolean): Promise<CustomerDoc> {
  const customer = await loadCustomer(context, id);
  await Customers(context).updateOne({ _id: new Types.ObjectId(id) }, { $set: { blocked } });
  await context.events.emit('customer.changed', { customer: id });
  return { ...customer, blocked };
}

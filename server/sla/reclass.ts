import type { Context } from '../context.ts';
import { Customers, type CustomerDoc } from '../customers/model.ts';
import { personOf } from '../customers/person.ts';
import { change } from '../tickets/advance.ts';
import { readTickets } from '../tickets/find.ts';
import { Tickets } from '../tickets/model.ts';
import { eachOfPage, PAGE } from './each.ts';

const GOING_ON = ['new', 'open', 'pending', 'snoozed'];

/**
 * The tickets of customers whose class was changed, or who were merged, go by the class that they have now. True when
 * there may be more to do at once.
 */
export const followCustomers = (context: Context): Promise<boolean> =>
  eachOfPage({
    read: (except) =>
      Customers(context)
        .find({ reclassed: { $exists: true, $eq: true }, ...(except.length > 0 ? { _id: { $nin: except } } : {}) })
        .limit(PAGE)
        .lean<CustomerDoc[]>(),
    act: (customer) => follow(context, customer),
    failed: (err, { _id }) => context.log.error({ err, customer: String(_id) }, 'a class could not be followed'),
  });

async function follow(context: Context, customer: CustomerDoc): Promise<void> {
  const { primary, records } = await personOf(context, String(customer._id));
  const of = { customer: { $in: records.map(({ _id }) => _id) } };
  const set = { class: primary.class ?? ('standard' as const) };
  for (const ticket of await readTickets(context, { ...of, status: { $in: GOING_ON } })) {
    if ((ticket.class ?? 'standard') === set.class) continue;
    await change(context, ticket, set);
    const told = { ticket: String(ticket._id), fields: ['due'], by: { kind: 'system' as const } };
    await context.events.emit('ticket.changed', told);
  }
  await Tickets(context).updateMany({ ...of, class: { $ne: set.class } }, { $set: set });
  // One that was changed again meanwhile comes again.
  const same = { class: customer.class ?? null, mergedInto: customer.mergedInto ?? null };
  await Customers(context).updateOne({ _id: customer._id, ...same }, { $unset: { reclassed: 1 } });
}

import type { Context } from '../context.ts';
import { Customers, type CustomerDoc } from '../customers/model.ts';
import { Tickets, type TicketDoc } from '../tickets/model.ts';
import { anonymous } from './anonymous.ts';
import { BATCH, type Kind } from './kind.ts';
import type { Scope } from './scope.ts';

/** The tickets themselves: they stay as numbers, nobody's. */
export function tickets(context: Context, scope: Scope): Kind {
  const { collection } = Tickets(context);
  const theirs = { customer: { $in: scope.customers } };
  return {
    name: Tickets.modelName,
    count: () => collection.countDocuments(theirs),
    async *remove() {
      for (;;) {
        const docs = await collection.find(theirs, { limit: BATCH }).toArray();
        if (docs.length === 0) break;
        for (const doc of docs)
          await collection.replaceOne({ _id: doc._id }, anonymous(context, doc as unknown as TicketDoc) as never);
        yield docs.length;
      }
      await collection.updateMany({ participants: { $in: scope.hashes } }, {
        $pull: { participants: { $in: scope.hashes } },
      } as never);
    },
  };
}

/** The person: found by that until everything else is gone. */
export function people(context: Context, { customers }: Scope): Kind[] {
  const theirs = { _id: { $in: customers } };
  const find = () => Customers(context).find(theirs, { identities: 1 }).lean<Pick<CustomerDoc, 'identities'>[]>();
  return [
    {
      name: 'Identity',
      count: async () => (await find()).reduce((sum, { identities }) => sum + identities.length, 0),
      // They go with the customers.
      async *remove() {},
    },
    {
      name: Customers.modelName,
      count: async () => (await find()).length,
      async *remove() {
        yield (await Customers(context).deleteMany(theirs)).deletedCount;
      },
    },
  ];
}

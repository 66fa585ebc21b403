import type { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { identityHash } from '../customers/identity.ts';
import { samePerson } from '../customers/same.ts';
import { opened } from '../vault/sealed.ts';
import { Orders, type OrderDoc } from './model.ts';
import { orderHash } from './number.ts';

/** Who wants to know of an order. */
export interface Asker {
  /** A record of theirs. */
  customer: Types.ObjectId;
  /** An address that they have proved just now, by a link or a code that came there. */
  address?: string;
}

/** More than anybody picks from. */
const MOST = 20;

/**
 * The order with this number (or id), where whoever asks has proved the address that it was placed with; undefined where there is
 * none, where it is somebody else's, and where nothing is proved. All three take as long: the same is asked of the store,
 * and nothing is opened that is not theirs.
 */
export async function provedOrder(
  context: Context,
  asker: Asker,
  which: string | Types.ObjectId,
): Promise<OrderDoc | undefined> {
  const filter = typeof which === 'string' ? { numberHash: orderHash(context, which) } : { _id: which };
  const [doc, { tells }] = await Promise.all([
    Orders(context).findOne(filter).lean<OrderDoc>(),
    toldTo(context, asker),
  ]);
  return doc && tells(doc) ? opened(context, Orders, doc) : undefined;
}

/** All orders that they may be told of, the latest first. */
export async function provedOrders(context: Context, asker: Asker): Promise<OrderDoc[]> {
  const { records, tells } = await toldTo(context, asker);
  const docs = await Orders(context)
    .find({ customer: { $in: records } })
    .sort({ placedAt: -1, _id: -1 })
    .limit(MOST)
    .lean<OrderDoc[]>();
  return docs.filter(tells).map((doc) => opened(context, Orders, doc));
}

/** Whether they have proved any address at all. */
export const hasProof = async (context: Context, asker: Asker): Promise<boolean> =>
  (await toldTo(context, asker)).proved;

/** Which orders they may be told of; an order that does not say its address needs all of its record's to be proved. */
async function toldTo(context: Context, { customer, address }: Asker) {
  const records = await samePerson(context, customer);
  const mails = new Map(
    records.map(({ _id, identities }) => [String(_id), identities.filter(({ kind }) => kind === 'email')]),
  );
  const known = [...mails.values()].flat();
  const proved = new Set(known.filter(({ verified }) => verified).map(({ hash }) => hash));
  if (address) proved.add(identityHash(context, { kind: 'email', value: address }));
  const tells = (order: OrderDoc): boolean => {
    const theirs = mails.get(String(order.customer));
    const needed = order.address ? [order.address] : (theirs ?? []).map(({ hash }) => hash);
    return theirs !== undefined && needed.length > 0 && needed.every((hash) => proved.has(hash));
  };
  return { tells, records: records.map(({ _id }) => _id), proved: proved.size > 0 };
}

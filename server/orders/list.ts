import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { personOf } from '../customers/person.ts';
import { isTime, pageCursor } from '../http/paging.ts';
import { opened } from '../vault/sealed.ts';
import { Orders, type OrderDoc } from './model.ts';

/** A page of a customer's orders over all records of the person, newest first. Fails `not-found` and `erased`. */
export async function ordersOf(
  context: Context,
  customer: string,
  { after, limit = 20 }: { after?: string; limit?: number },
): Promise<{ orders: OrderDoc[]; next: string | null }> {
  const { records } = await personOf(context, customer);
  const cursor = after === undefined ? undefined : pageCursor.decode(after, isCursor);
  const docs = await Orders(context)
    .find({ customer: { $in: records.map(({ _id }) => _id) }, ...(cursor ? beyond(cursor) : {}) })
    .sort({ placedAt: -1, _id: -1 })
    .limit(limit + 1)
    .lean<OrderDoc[]>();
  const orders = docs.slice(0, limit).map((doc) => opened(context, Orders, doc));
  const last = orders.at(-1);
  const next = docs.length > limit && last ? pageCursor.encode([last.placedAt.getTime(), String(last._id)]) : null;
  return { orders, next };
}

type Cursor = [placedAt: number, id: string];

function beyond([time, id]: Cursor): object {
  const at = new Date(time);
  return { placedAt: { $lte: at }, $or: [{ placedAt: { $lt: at } }, { _id: { $lt: new Types.ObjectId(id) } }] };
}

const isCursor = (value: unknown): value is Cursor =>
  Array.isArray(value) && isTime(value[0]) && /^[0-9a-f]{24}$/.test(String(value[1]));

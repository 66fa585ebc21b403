import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { opened } from '../vault/sealed.ts';
import { Calls, type CallDoc } from './model.ts';

const MOST = 100;

/** The latest calls of these records of a person, newest first, opened. */
export async function callsOf(context: Context, customers: Types.ObjectId[]): Promise<CallDoc[]> {
  const docs = await Calls(context)
    .find({ customer: { $in: customers } })
    .sort({ at: -1, _id: -1 })
    .limit(MOST)
    .lean<CallDoc[]>();
  return docs.map((doc) => opened(context, Calls, doc));
}

/** One call by its hex id, opened. Fails `not-found`. */
export async function loadCall(context: Context, id: string): Promise<CallDoc> {
  const doc = await Calls(context).findById(new Types.ObjectId(id)).lean<CallDoc>();
  return doc ? opened(context, Calls, doc) : fail('not-found');
}

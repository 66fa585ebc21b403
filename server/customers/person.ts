import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { NOBODY } from '../vault/data-keys.ts';
import { opened } from '../vault/sealed.ts';
import { Customers, type CustomerDoc } from './model.ts';
import { samePerson } from './same.ts';

/** Somebody with all records that were merged, opened. Each keeps its own key, addresses and tickets. */
export interface Person {
  /** Whose name, language and notes count. */
  primary: CustomerDoc;
  /** All of them, the primary first, then the oldest. */
  records: CustomerDoc[];
}

/** Whom a record (hex id) is of. Fails `not-found`, and `erased`. */
export async function personOf(context: Context, id: string): Promise<Person> {
  const records = (await samePerson(context, new Types.ObjectId(id))).map((doc) => opened(context, Customers, doc));
  if (records.length === 0) return fail(id === NOBODY || context.vault.erased.has(id) ? 'erased' : 'not-found');
  records.sort((a, b) => rank(a) - rank(b) || a.createdAt.getTime() - b.createdAt.getTime());
  return { primary: records[0] as CustomerDoc, records };
}

/** The ids of all records of a person; the one that was asked for where there is none. */
export async function personIds(context: Context, id: Types.ObjectId): Promise<Types.ObjectId[]> {
  const records = await samePerson(context, id);
  return records.length > 0 ? records.map(({ _id }) => _id) : [id];
}

/** Whether two records are of one person. */
export async function areSamePerson(context: Context, one: Types.ObjectId, other: Types.ObjectId): Promise<boolean> {
  return one.equals(other) || (await personIds(context, one)).some((id) => id.equals(other));
}

const rank = ({ mergedInto }: CustomerDoc): number => (mergedInto ? 1 : 0);

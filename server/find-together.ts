import type { Connection, Types } from 'mongoose';
import { joint, type Outcome } from './together.ts';

/**
 * The documents whose `field`, which must have an index, is one of the values or holds one of them, and for which
 * `where` holds: as they are stored, found together with what others look for in the same way. Each caller gets objects
 * of its own.
 */
export function findTogether<T extends object>(
  { db }: { db: Connection },
  { collectionName }: { collectionName: string },
  field: keyof T & string,
  values: readonly (string | Types.ObjectId)[],
  where: object = {},
): Promise<T[]> {
  const find = async (wanted: (typeof values)[]): Promise<Outcome<T[]>[]> => {
    const all = [...new Map(wanted.flat().map((value) => [String(value), value])).values()];
    const docs = await db
      .collection(collectionName)
      .find<T>({ ...where, [field]: all.length === 1 ? all[0] : { $in: all } }, { promoteBuffers: true })
      .toArray();
    const found = new Map<string, T[]>();
    for (const doc of docs)
      for (const value of [doc[field]].flat()) found.set(String(value), [...(found.get(String(value)) ?? []), doc]);
    const of = (some: typeof values) => new Set(some.flatMap((value) => found.get(String(value)) ?? []));
    return wanted.map((some) => ({ value: [...of(some)].map((doc) => ({ ...doc })) }));
  };
  const name = `${collectionName} by ${field} ${JSON.stringify(where)}`;
  return joint<typeof values, T[]>(db, name, find)(values);
}

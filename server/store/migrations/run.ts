import type { Connection } from 'mongoose';
import { Migrations } from './model.ts';

/**
 * Brings the data of an earlier version into the shape that this one reads, on either engine. It may be cut off at any
 * place and then runs again, and two processes may run it at the same time: it changes what is still in the old shape.
 */
export interface Migration {
  /** Two versions and what it does: `0.1-0.2 tickets get a brand`. It stays for ever. */
  name: string;
  run(db: Connection): Promise<void>;
}

/** In their order. What has been released stays as it is: data of any age must be read. */
export const MIGRATIONS: readonly Migration[] = [];

/**
 * Runs what has not run on these data yet, and notes each one that has ended. Data of a newer version, whose migrations
 * are not known here, are refused and left as they are.
 */
export async function migrate(db: Connection, migrations: readonly Migration[] = MIGRATIONS): Promise<void> {
  const ended = new Set((await Migrations({ db }).find({}, { _id: 1 }).lean()).map(({ _id }) => _id));
  const unknown = [...ended].filter((name) => !migrations.some((migration) => migration.name === name));
  if (unknown.length > 0)
    throw new Error(`The data are of a newer version of Ombud (${unknown.join(', ')}): start that one.`);
  for (const { name, run } of migrations) {
    if (ended.has(name)) continue;
    await run(db);
    await Migrations({ db }).updateOne({ _id: name }, { $setOnInsert: { v: 1 } }, { upsert: true });
  }
}

import type { Connection } from 'mongoose';
import type { RELAXED } from './model.ts';
import { weightOf } from './turns.ts';

/** What a joint run answers for each of its items. */
export type Outcome<R> = { value: R } | { error: unknown };

const MOST = 100;
/** Bytes: more would be made ready for the store in one go, and hold up everybody. */
const HEAVIEST = 512 * 1024;

export interface Manner<T> {
  /** Milliseconds to wait after a run of several items: where many come, more of them go together. */
  pauseMs?: number;
  /** How much of the most that goes together an item takes, in bytes; nothing by default. */
  weigh?(item: T): number;
}

/**
 * Joins the calls of one turn of the event loop, and those that come while a run is under way into the next one: a busy
 * house asks the store less often, an idle one waits for nobody. Items run in the order of the calls, `MOST` at a time.
 */
export function together<T, R>(
  run: (items: T[]) => Promise<Outcome<R>[]>,
  { pauseMs = 0, weigh }: Manner<T> = {},
): (item: T) => Promise<R> {
  interface Waiting {
    item: T;
    resolve(value: R): void;
    reject(error: unknown): void;
  }
  let waiting: Waiting[] = [];
  let running = false;
  const next = async (): Promise<void> => {
    running = true;
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const count = fitting(
        waiting.map(({ item }) => item),
        weigh,
      );
      const batch = waiting.slice(0, count);
      waiting = waiting.slice(count);
      const outcomes = await run(batch.map(({ item }) => item)).catch((error: unknown) => batch.map(() => ({ error })));
      batch.forEach(({ resolve, reject }, i) => {
        const outcome = outcomes[i] ?? { error: new Error('no outcome') };
        if ('error' in outcome) reject(outcome.error);
        else resolve(outcome.value);
      });
      if (pauseMs > 0 && batch.length > 1) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    running = false;
  };
  return (item) =>
    new Promise<R>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!running) void next();
    });
}

/** How many of them go together. */
function fitting<T>(items: T[], weigh: Manner<T>['weigh']): number {
  if (!weigh) return Math.min(MOST, items.length);
  let weight = 0;
  const over = items.slice(0, MOST).findIndex((item, i) => (weight += weigh(item)) > HEAVIEST && i > 0);
  return over < 0 ? Math.min(MOST, items.length) : over;
}

const made = new WeakMap<Connection, Map<string, unknown>>();

/** One joint runner a connection and name. */
export function joint<T, R>(
  db: Connection,
  name: string,
  run: (items: T[]) => Promise<Outcome<R>[]>,
  manner?: Manner<T>,
): (item: T) => Promise<R> {
  const ofConnection = made.get(db) ?? new Map<string, unknown>();
  made.set(db, ofConnection);
  if (!ofConnection.has(name)) ofConnection.set(name, together(run, manner));
  return ofConnection.get(name) as (item: T) => Promise<R>;
}

/** Inserts a document as it is, together with others for the same collection. Duplicate keys reject with code 11000. */
export function insertTogether(
  { db }: { db: Connection },
  { collectionName }: { collectionName: string },
  document: object,
  options?: typeof RELAXED,
): Promise<void> {
  const insert = async (documents: object[]): Promise<Outcome<void>[]> => {
    const collection = db.collection(collectionName);
    try {
      if (documents.length === 1) await collection.insertOne(documents[0] as object, options);
      else await collection.insertMany(documents, { ordered: false, ...options });
      return documents.map(() => ({ value: undefined }));
    } catch (error) {
      return outcomesOf(error, documents.length);
    }
  };
  const name = `${collectionName} ${options ? 'relaxed' : 'durable'}`;
  return joint<object, void>(db, name, insert, { weigh: weightOf })(document);
}

interface WriteError {
  index: number;
  code?: number;
  errmsg?: string;
}

/** Which documents of an unordered insert were refused; rethrown when that is not known. */
function outcomesOf(error: unknown, count: number): Outcome<void>[] {
  const { writeErrors } = error as { writeErrors?: WriteError | WriteError[] };
  const refused = writeErrors === undefined ? [] : Array.isArray(writeErrors) ? writeErrors : [writeErrors];
  if (count === 1 || refused.length === 0) throw error;
  const outcomes: Outcome<void>[] = Array.from({ length: count }, () => ({ value: undefined }));
  for (const { index, code, errmsg } of refused)
    outcomes[index] = { error: Object.assign(new Error(errmsg ?? 'the store refused a document'), { code }) };
  return outcomes;
}

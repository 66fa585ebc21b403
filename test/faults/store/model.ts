import type { mongo } from 'mongoose';

/** A document as its id and version make it. */
export interface Content {
  _id: number;
  version: number;
  key: string;
  group: number;
  tags: string[];
  at: Date;
  text: string;
}

export function contentOf(_id: number, version: number): Content {
  return {
    _id,
    version,
    key: `key ${_id}`,
    group: (_id * 31 + version) % 7,
    tags: [`v${version % 5}`, `i${_id % 11}`],
    at: new Date(version * 1000 + _id),
    text: 'x'.repeat((_id * 37 + version * 101) % 3000),
  };
}

/** What must be in the store: versions of documents (null: deleted), and several where an answer never came. */
export class Model {
  readonly refused = new Set<number>();
  acknowledged = 0;
  unanswered = 0;
  private readonly states = new Map<number, (number | null)[]>();
  private readonly counts = new Map<number, { least: number; most: number }>();

  /** The version of a document that is there for certain. */
  versionOf(id: number): number | undefined {
    const states = this.states.get(id);
    return states?.length === 1 ? (states[0] ?? undefined) : undefined;
  }

  /** A write of a document has been sent; the function answered is told how it ended, if it does. */
  changing(id: number, version: number | null): (how: 'done' | 'refused') => void {
    const before = this.states.get(id) ?? [null];
    this.states.set(id, [...before, version]);
    this.unanswered++;
    return (how) => {
      this.states.set(id, how === 'done' ? [version] : before);
      this.unanswered--;
      if (how === 'done') this.acknowledged++;
    };
  }

  counting(counter: number): () => void {
    const count = this.counts.get(counter) ?? { least: 0, most: 0 };
    this.counts.set(counter, count);
    count.most++;
    this.unanswered++;
    return () => {
      count.least++;
      this.unanswered--;
      this.acknowledged++;
    };
  }

  /** Compares everything with a store nobody writes to, and learns what became of what was not answered. */
  async check(db: mongo.Db): Promise<string[]> {
    const wrong: string[] = [];
    const found = new Map<number, Content>();
    for await (const row of db.collection<Content>('rows').find()) found.set(row._id, row);
    for (const id of found.keys()) {
      if (this.refused.has(id)) wrong.push(`${id} was refused and is there`);
      else if (!this.states.has(id)) wrong.push(`${id} was never written`);
    }
    for (const [id, states] of this.states) {
      const row = found.get(id);
      const state = states.find((version) => isVersion(row, id, version));
      if (state === undefined) wrong.push(`${id} is ${row?.version ?? 'not there'}, must be one of ${states.join()}`);
      else this.states.set(id, [state]);
    }
    wrong.push(...(await this.checkCounters(db)));
    // A kill may come before the first write.
    for (const { name } of await db.listCollections().toArray()) {
      const { valid, errors } = await db.command({ validate: name });
      if (!valid) wrong.push(...(errors as string[]).map((error) => `${name}: ${error}`));
    }
    this.unanswered = 0;
    return wrong;
  }

  private async checkCounters(db: mongo.Db): Promise<string[]> {
    const wrong: string[] = [];
    for (const [_id, { least, most }] of this.counts) {
      const n = (await db.collection<{ _id: number; n: number }>('counters').findOne({ _id }))?.n ?? 0;
      if (n < least || n > most) wrong.push(`counter ${_id} is ${n}, not within ${least} to ${most}`);
      this.counts.set(_id, { least: n, most: n });
    }
    return wrong;
  }
}

function isVersion(row: Content | undefined, id: number, version: number | null): boolean {
  if (version === null || !row) return version === null && !row;
  return JSON.stringify(row) === JSON.stringify(contentOf(id, version));
}

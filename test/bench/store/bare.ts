import { DatabaseSync } from 'node:sqlite';
import { deserialize, serialize } from 'bson';
import { encodeKey } from '../../../server/store/embedded/keys.ts';
import { quantile } from '../figure.ts';
import { locate } from '../work.ts';
import { serve } from './child.ts';
import { rowsOf, statusAfter, STATUSES, type Row } from './rows.ts';

/**
 * `bare.ts FILE`: node:sqlite alone on a copy of the store's file, so the same tables and rows: documents as BSON,
 * index tables of ordered keys. Writes are durable when their group of 32 is committed. No server, no protocol.
 */
const sql = new DatabaseSync(process.argv[2]!);
sql.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
sql.exec('PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = 4000');
const rowOf = rowsOf((await locate()).corpus);
const GROUP = 32;
const large = tablesOf('ombud.large');
const small = tablesOf('ombud.small');

serve(
  {
    insert(from: number, n: number) {
      const rows = Array.from({ length: n }, (_, i) => rowOf(from + i));
      return inGroups(n, (i) => insert(rows[i]!));
    },
    update: (n: number, of: number) => inGroups(n, (i) => update((i * 7919) % of, statusAfter(i), new Date())),
    page: (name: 'Large' | 'Small', n: number) => {
      return quantile(Array.from({ length: n }, (_, i) => page(name === 'Large' ? large : small, i)), 0.95);
    },
    group(n: number) {
      const began = performance.now();
      const groups = new Map<string, { n: number; last: Date }>();
      for (const { doc } of sql.prepare(`SELECT doc FROM ${large.docs} LIMIT ?`).iterate(n)) {
        const { status, at } = deserialize(doc as Uint8Array) as Row;
        const group = groups.get(status) ?? { n: 0, last: at };
        groups.set(status, { n: group.n + 1, last: at > group.last ? at : group.last });
      }
      return performance.now() - began;
    },
    pageWhileWriting(from: number, n: number) {
      const rows = Array.from({ length: n * GROUP }, (_, i) => rowOf(from + i));
      const times: number[] = [];
      for (let i = 0; i < n; i++) {
        inGroups(GROUP, (k) => insert(rows[i * GROUP + k]!));
        times.push(page(large, i));
      }
      return quantile(times, 0.95);
    },
  },
  () => sql.close(),
);

function tablesOf(namespace: string) {
  const { id } = sql.prepare('SELECT id FROM collections WHERE namespace = ?').get(namespace) as { id: number };
  const specs = sql.prepare('SELECT id, spec FROM indexes WHERE collection = ?').all(id);
  const table = (name: string) => {
    return `i${Number(specs.find(({ spec }) => deserialize(spec as Uint8Array).name === name)!.id)}`;
  };
  const names = { id: table('_id_'), number: table('number'), status: table('status_at'), email: table('email') };
  const docs = `c${id}`;
  return {
    docs,
    last: sql.prepare(`SELECT max(rid) AS rid FROM ${docs}`).get()!.rid as number,
    insert: sql.prepare(`INSERT INTO ${docs} VALUES (?, ?)`),
    update: sql.prepare(`UPDATE ${docs} SET doc = ? WHERE rid = ?`),
    get: sql.prepare(`SELECT doc FROM ${docs} WHERE rid = ?`),
    find: sql.prepare(`SELECT rid FROM ${names.number} WHERE key = ?`),
    add: Object.values(names).map((name) => sql.prepare(`INSERT INTO ${name} VALUES (?, ?)`)),
    remove: sql.prepare(`DELETE FROM ${names.status} WHERE key = ? AND rid = ?`),
    page: sql.prepare(`SELECT rid FROM ${names.status} WHERE key >= ? AND key < ? ORDER BY key, rid LIMIT 50`),
  };
}

const statusKey = ({ status, at }: Row) => encodeKey([status, at], [false, true]);

function insert(row: Row): void {
  const rid = ++large.last;
  large.insert.run(rid, serialize(row));
  const keys = [encodeKey([row._id], [false]), encodeKey([row.number], [false]), statusKey(row)];
  [...keys, encodeKey([row.customer.email], [false])].forEach((key, i) => large.add[i]!.run(key, rid));
}

function update(number: number, status: string, at: Date): void {
  const { rid } = large.find.get(encodeKey([number], [false])) as { rid: number };
  const old = deserialize(large.get.get(rid)!.doc as Uint8Array, { promoteValues: true }) as Row;
  const row = { ...old, status, at };
  large.update.run(serialize(row), rid);
  large.remove.run(statusKey(old), rid);
  large.add[2]!.run(statusKey(row), rid);
}

function page(tables: typeof large, i: number): number {
  const began = performance.now();
  const from = encodeKey([STATUSES[i % STATUSES.length]!], [false]);
  const to = Buffer.concat([from, Buffer.from([255])]);
  const found = tables.page.all(from, to);
  for (const { rid } of found) deserialize(tables.get.get(rid as number)!.doc as Uint8Array);
  return performance.now() - began;
}

/** Rows a second. */
function inGroups(n: number, act: (i: number) => void): number {
  const began = performance.now();
  for (let i = 0; i < n; i += GROUP) {
    sql.exec('BEGIN');
    for (let k = i; k < Math.min(n, i + GROUP); k++) act(k);
    sql.exec('COMMIT');
  }
  return (n / (performance.now() - began)) * 1000;
}

import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Connection } from 'mongoose';
import { readConfig, type Config } from '../config.ts';
import { openVault } from '../vault/instance.ts';
import { openKeyFile } from '../vault/keys.ts';
import { DATA_FILE, KEYS_FILE } from './backup.ts';
import { undump, type Head } from './dump.ts';
import { openDesk } from './open.ts';
import type { Verb } from './verb.ts';

const BATCH = 500;
const BATCH_BYTES = 8_000_000;

export const verb: Verb = {
  help: `
Usage: ombud restore DIR

Fills an empty store from the two files that "ombud backup DIR" wrote. The instance key must be the one of the backup:
set SECRET_KEY, or put secret.key into DATA_DIR before. End the server first. Customers erased here stay erased.`,
  takes: [1, 1],
  async run({ args: [folder = ''], say }) {
    const [data, keyFile] = [join(folder, DATA_FILE), join(folder, KEYS_FILE)];
    for (const file of [data, keyFile]) if (!existsSync(file)) throw new Error(`There is no ${file}.`);
    const config = readConfig();
    // Read to the end once before anything is written: a damaged backup must leave nothing half restored.
    checkInstanceKey(config, await verify(data));
    await checkEmpty(config);
    restoreKeys(config.dataDir, keyFile);
    const desk = await openDesk(config);
    try {
      const counts = await fill(desk.context.db, data);
      const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
      say(`${total} documents in ${Object.keys(counts).length} collections restored; ${desk.keys.count()} keys.`);
      return 0;
    } finally {
      await desk.close();
    }
  },
};

async function verify(file: string): Promise<Head> {
  let head: Head | undefined;
  for await (const part of undump(file)) if (part.kind === 'head') head = part.head;
  if (!head) throw new Error('This is not a backup of Ombud.');
  return head;
}

/** In a folder of its own, so that a refused key leaves no trace in DATA_DIR. */
function checkInstanceKey({ dataDir, secretKey }: Config, head: Head): void {
  const file = join(dataDir, 'secret.key');
  if (!secretKey && !existsSync(file))
    throw new Error(`The instance key is missing: set SECRET_KEY, or put the backup's secret.key at ${file}.`);
  const trial = mkdtempSync(join(tmpdir(), 'ombud-restore-'));
  const { vault, keys } = openVault({ dataDir: trial, secretKey: secretKey ?? readFileSync(file, 'utf8').trim() });
  try {
    vault.openInstance('backup', Buffer.from(head.check));
  } catch {
    throw new Error('The instance key is not the one of this backup: nothing was restored.');
  } finally {
    keys.close();
    rmSync(trial, { recursive: true });
  }
}

/** The backup's keys take the place of an empty key file; whoever was erased here is erased in them as well. */
function restoreKeys(dataDir: string, keyFile: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const target = join(dataDir, 'keys.db');
  const erased = existsSync(target) ? erasedOf(target) : [];
  for (const end of ['', '-wal', '-shm']) rmSync(`${target}${end}`, { force: true });
  copyFileSync(keyFile, target);
  const keys = openKeyFile(target);
  for (const owner of erased) keys.destroy(owner);
  keys.close();
}

function erasedOf(path: string): string[] {
  const keys = openKeyFile(path);
  const held = keys.count();
  keys.close();
  if (held > 0) throw new Error(`${path} holds keys of customers: restore needs an empty store.`);
  const db = new DatabaseSync(path, { readOnly: true });
  const rows = db.prepare('SELECT owner FROM erased').all() as { owner: string }[];
  db.close();
  return rows.map(({ owner }) => owner);
}

async function checkEmpty(config: Config): Promise<void> {
  const desk = await openDesk(config);
  try {
    const { db } = desk.context;
    const filled = [];
    for (const { name } of await db.listCollections())
      if (name !== 'leases' && (await db.collection(name).findOne({}, { projection: { _id: 1 } }))) filled.push(name);
    if (filled.length > 0) throw new Error(`The store is not empty (${filled.join(', ')}): nothing was restored.`);
  } finally {
    await desk.close();
  }
}

/** Resolves with the number of documents of each collection. */
async function fill(db: Connection, file: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  let name = '';
  let batch: Record<string, unknown>[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await db.collection(name).insertMany(batch, { ordered: true });
    counts[name] = (counts[name] ?? 0) + batch.length;
    [batch, bytes] = [[], 0];
  };
  for await (const part of undump(file)) {
    if (part.kind === 'document') {
      bytes += part.size;
      if (batch.push(part.document) >= BATCH || bytes > BATCH_BYTES) await flush();
    }
    if (part.kind !== 'collection') continue;
    if (name) await flush();
    name = part.mark.name;
    await makeIndexes(db, name, part.mark.indexes);
  }
  if (name) await flush();
  return counts;
}

/** Those that are not there yet: of files, say. Without what a server adds when it tells its indexes. */
async function makeIndexes(db: Connection, name: string, indexes: Record<string, unknown>[]): Promise<void> {
  const collection = await db.createCollection(name).catch(() => db.collection(name));
  const there = new Set((await collection.indexes()).map((index) => index.name));
  const missing = indexes.filter((index) => !there.has(String(index['name'])));
  if (missing.length > 0) await collection.createIndexes(missing.map(({ v: _v, ns: _ns, ...index }) => index) as never);
}

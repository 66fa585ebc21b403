import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { readConfig, type Config } from '../config.ts';
import { instanceKey, KEY_FILE, openVault, secretPath } from '../vault/instance.ts';
import { restoreKeyFile } from '../vault/restore-keys.ts';
import { DATA_FILE, KEYS_FILE } from './backup.ts';
import { undump, type Head } from './dump.ts';
import { reapply, reapplyToLedger } from '../privacy/reapply.ts';
import { Migrations } from '../store/migrations/model.ts';
import { migrate } from '../store/migrations/run.ts';
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
    const secret = secretOf(config);
    checkInstanceKey(secret, await verify(data), keyFile);
    await checkEmpty(config);
    restoreKeyFile(keyFile, join(config.dataDir, KEY_FILE), instanceKey(secret));
    const desk = await openDesk(config);
    try {
      // What has run on the empty store says nothing about the data of the backup.
      await Migrations(desk.context).deleteMany({});
      const counts = await fill(desk.context.db, data);
      await migrate(desk.context.db);
      await reapplyToLedger(desk.context);
      const again = await reapply(desk.context);
      const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
      if (again > 0) say(`${again} erasures were applied again: who was erased stays erased.`);
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
function checkInstanceKey(secret: string, head: Head, keyFile: string): void {
  const trial = mkdtempSync(join(tmpdir(), 'ombud-restore-'));
  copyFileSync(keyFile, join(trial, KEY_FILE));
  try {
    const { vault, keys } = openVault({ dataDir: trial, secretKey: secret });
    keys.close();
    vault.openInstance('backup', Buffer.from(head.check));
  } catch {
    throw new Error(
      'The instance key is not the one of this backup, or the two files are of two backups: nothing was restored.',
    );
  } finally {
    rmSync(trial, { recursive: true });
  }
}

function secretOf({ dataDir, secretKey }: Config): string {
  const file = secretPath(dataDir);
  if (secretKey) return secretKey;
  if (existsSync(file)) return readFileSync(file, 'utf8');
  throw new Error(`The instance key is missing: set SECRET_KEY, or put the backup's secret.key at ${file}.`);
}

const MADE_AT_START = new Set(['leases', 'migrations']);

async function checkEmpty(config: Config): Promise<void> {
  const desk = await openDesk(config);
  try {
    const { db } = desk.context;
    const filled = [];
    for (const { name } of await db.listCollections())
      if (!MADE_AT_START.has(name) && (await db.collection(name).findOne({}, { projection: { _id: 1 } })))
        filled.push(name);
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

import { createWriteStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { dump } from './dump.ts';
import { openDesk } from './open.ts';
import type { Verb } from './verb.ts';

export const DATA_FILE = 'data.bson.gz';
export const KEYS_FILE = 'keys.db';

export const verb: Verb = {
  help: `
Usage: ombud backup DIR
       ombud backup --forget DIR

Writes two files into DIR (made when it is not there), while the server goes on:
  ${DATA_FILE}  everything in the store; personal text in it is sealed
  ${KEYS_FILE}       the customers' keys, wrapped by the instance key
Keep them in different places, and a copy of the instance key (SECRET_KEY, or DATA_DIR/secret.key) in a third: each is
useless without the others. Sessions are left out: people sign in again. Where the keys lie is remembered: who is erased
later is erased in them as well, as far as they can be reached.
  --forget  the backup in DIR does not exist any more: certificates of erasure need not name it`,
  takes: [1, 1],
  options: { forget: { type: 'boolean' } },
  async run({ args: [folder = ''], options, say }) {
    if (options['forget'] === true) return await forget(folder, say);
    const [data, keyFile] = [join(folder, DATA_FILE), join(folder, KEYS_FILE)];
    for (const file of [data, keyFile]) if (existsSync(file)) throw new Error(`${file} exists; choose another folder.`);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const desk = await openDesk();
    try {
      const { db, vault, clock } = desk.context;
      const itemKeys = vault.copies.itemKeys();
      const check = vault.sealInstance('backup', 'ombud');
      await writeDurably(data, dump(db, { ombud: 'backup', v: 1, at: clock.now(), check }));
      // After the data, so that no customer in them is without a key.
      vault.copies.write(keyFile, clock.now().toISOString(), itemKeys);
      say(`Data in ${data}, keys of ${desk.keys.count()} customers in ${keyFile}. Keep them apart.`);
      return 0;
    } finally {
      await desk.close();
    }
  },
};

async function forget(folder: string, say: (line: string) => void): Promise<number> {
  const path = resolve(folder, KEYS_FILE);
  if (existsSync(path)) throw new Error(`${path} exists: delete it first.`);
  const desk = await openDesk();
  try {
    if (!desk.context.vault.copies.forget(path)) throw new Error(`No backup at ${path} is known.`);
    say(`The backup at ${path} is forgotten.`);
    return 0;
  } finally {
    await desk.close();
  }
}

/** The name appears only when everything is on the disk. */
async function writeDurably(path: string, parts: AsyncIterable<Uint8Array>): Promise<void> {
  const part = `${path}.part`;
  try {
    await pipeline(Readable.from(parts), createGzip({ level: 6 }), createWriteStream(part, { mode: 0o600 }));
    const file = await open(part, 'r+');
    await file.sync();
    await file.close();
    await rename(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { openInstanceKeys } from './instance-keys.ts';
import { openKeyFile, type KeyStore } from './keys.ts';

/**
 * Brings the keys of a backup back. Into a key file that has some already, of the same installation, those that are
 * missing are added; else the backup takes its place. Whoever was erased, here or in the backup, stays erased. Throws
 * when the key file there is another installation's.
 */
export function restoreKeyFile(from: string, to: string, instanceKey: Uint8Array): void {
  const logged = existsSync(to) ? takeOver(from, to, instanceKey) : { erasures: [], copies: [] };
  if (!logged) return;
  const part = `${to}.part`;
  copyFileSync(from, part);
  const keys = openKeyFile(part);
  keys.copies.adopt(logged.copies);
  for (const erasure of logged.erasures) keys.erased.write(erasure);
  keys.close(true);
  for (const end of ['-wal', '-shm']) rmSync(`${to}${end}`, { force: true });
  renameSync(part, to);
}

type Logged = { erasures: ReturnType<KeyStore['erased']['all']>; copies: ReturnType<KeyStore['copies']['all']> };

/** What the file that will be replaced knows of erasures and copies; undefined when it could take the keys itself. */
function takeOver(from: string, to: string, instanceKey: Uint8Array): Logged | undefined {
  const keys = openKeyFile(to);
  try {
    if (keys.count() === 0) return { erasures: keys.erased.all(), copies: keys.copies.all() };
    merge(from, keys, instanceKey, to);
    return undefined;
  } finally {
    keys.close();
  }
}

function merge(from: string, keys: KeyStore, instanceKey: Uint8Array, to: string): void {
  const backup = openKeyFile(from);
  try {
    const [here, there] = [openInstanceKeys(instanceKey, keys), openInstanceKeys(instanceKey, backup)];
    if (!here.hash.equals(there.hash))
      throw new Error(`${to} holds keys of another installation: nothing was restored.`);
    for (const erasure of backup.erased.all()) keys.erased.write(erasure);
    keys.adopt(backup.all());
    keys.copies.adopt(backup.copies.all());
  } finally {
    backup.close(true);
  }
}

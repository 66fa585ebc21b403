import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { openVault } from '../../../server/vault/instance.ts';
import type { LoggedErasure } from '../../../server/vault/erasure-log.ts';
import type { Vault } from '../../../server/vault/vault.ts';

/** The data folder of the test that runs. */
export let dataDir: string;

/** For the top of a test file: a new data folder for each of its tests. */
export function useNewFolders(): void {
  beforeEach(() => void (dataDir = mkdtempSync(join(tmpdir(), 'ombud-vault-'))));
  afterEach(() => rmSync(dataDir, { recursive: true }));
}

export const SECRET = 'a secret key of more than thirty-two characters';

/** Runs with the vault of the folder, and closes its file. */
export function withVault<T>(run: (vault: Vault) => T, secretKey = SECRET): T {
  const { vault, keys } = openVault({ dataDir, secretKey: secretKey || undefined });
  try {
    return run(vault);
  } finally {
    keys.close();
  }
}

let erasures = 0;
/** An erasure of these owners. */
export const erasureOf = (...owners: string[]): LoggedErasure => ({
  id: `erasure-${++erasures}`,
  at: '2026-01-31T12:00:00.000Z',
  owners,
  by: { kind: 'system', name: 'test' },
  items: [],
});

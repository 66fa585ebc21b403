import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { instanceKey, nextSecretPath, openVault, secretPath } from '../../../server/vault/instance.ts';
import { dropOldSeals, exchangeInstanceKey, oldSeals } from '../../../server/vault/instance-keys.ts';
import { openKeyFile, type KeyStore } from '../../../server/vault/keys.ts';
import { dataDir, SECRET, withVault, useNewFolders } from './folder.ts';

useNewFolders();

const NEXT = 'another secret key, of more than thirty-two characters';
const inFile = <T>(run: (keys: KeyStore) => T): T => {
  const keys = openKeyFile(join(dataDir, 'keys.db'));
  try {
    return run(keys);
  } finally {
    keys.close();
  }
};
const secretKey = () => readFileSync(secretPath(dataDir), 'utf8');
const exchange = () => inFile((keys) => exchangeInstanceKey(keys, instanceKey(SECRET), instanceKey(NEXT)));

describe('another instance key', () => {
  it('opens all that the first sealed, finds by the same hashes, and the first opens nothing any more', () => {
    const before = withVault((vault) => ({
      sealed: vault.seal('a', 'x', 'text'),
      secret: vault.sealInstance('y', 'password'),
      hash: vault.hash('identity', 'a@b'),
      signature: vault.sign('mail', '7'),
    }));
    exchange();
    expect(() => withVault(() => 0)).toThrow(/is not the one that sealed the data/);
    withVault((vault) => {
      expect(vault.open('a', 'x', before.sealed).toString()).toBe('text');
      expect(vault.openInstance('y', before.secret).toString()).toBe('password');
      expect(vault.hash('identity', 'a@b')).toBe(before.hash);
      expect(vault.verify('mail', '7', before.signature)).toBe(true);
      expect(vault.open('b', 'x', vault.seal('b', 'x', 'new')).toString()).toBe('new');
    }, NEXT);
  });

  it('keeps the key of what was sealed before until that is sealed anew', () => {
    const secret = withVault((vault) => vault.sealInstance('y', 'password'));
    exchange();
    const anew = withVault((vault) => {
      const again = vault.sealInstance('y', vault.openInstance('y', secret));
      expect([vault.isOld('y', secret), vault.isOld('y', again)]).toEqual([true, false]);
      return again;
    }, NEXT);
    expect(inFile(oldSeals)).toEqual(['seal/1']);
    inFile(dropOldSeals);
    withVault((vault) => {
      expect(() => vault.openInstance('y', secret)).toThrow();
      expect(vault.openInstance('y', anew).toString()).toBe('password');
    }, NEXT);
  });

  it('is noticed by a process that runs with the old one: it stores nothing that could not be opened', async () => {
    const running = openVault({ dataDir, secretKey: SECRET });
    running.vault.seal('a', 'x', 'text');
    exchange();
    await new Promise(setImmediate);
    expect(() => running.vault.seal('b', 'x', 'text')).toThrow(/changed by another process/);
    running.keys.close();
    inFile((keys) => expect(keys.get('b')).toBeUndefined());
  });

  it('is found where it was put when the exchange was killed before its last step', () => {
    const sealed = withVault((vault) => vault.seal('a', 'x', 'text'), '');
    writeFileSync(nextSecretPath(dataDir), NEXT);
    // Killed before the key file had it: the old one holds.
    expect(withVault((vault) => vault.open('a', 'x', sealed).toString(), '')).toBe('text');
    inFile((keys) => exchangeInstanceKey(keys, instanceKey(secretKey()), instanceKey(NEXT)));
    expect(withVault((vault) => vault.open('a', 'x', sealed).toString(), '')).toBe('text');
    expect(existsSync(nextSecretPath(dataDir))).toBe(false);
    expect(secretKey()).toBe(NEXT);
  });
});

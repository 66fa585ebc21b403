import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openKeyFile } from '../../../server/vault/keys.ts';
import { openWith, sealWith, secretKey } from '../../../server/vault/cipher.ts';
import { createVault } from '../../../server/vault/vault.ts';
import { dataDir, SECRET, withVault, useNewFolders } from './folder.ts';

useNewFolders();

describe('sealing', () => {
  const text = 'Grüße, Zażółć gęślą jaźń, Привет';

  it('opens what it sealed, and only the sealed bytes are stored', () =>
    withVault((vault) => {
      const sealed = vault.seal('a', 'Message/1/text', text);
      expect(sealed.includes(Buffer.from('Gr'))).toBe(false);
      expect(vault.open('a', 'Message/1/text', sealed).toString()).toBe(text);
    }));

  it('takes bytes and nothing at all', () =>
    withVault((vault) => {
      for (const plain of [randomBytes(100_000), Buffer.alloc(0)])
        expect(vault.open('a', 'x', vault.seal('a', 'x', plain)).equals(plain)).toBe(true);
    }));

  it('never makes the same bytes twice', () =>
    withVault((vault) => expect(vault.seal('a', 'x', text).equals(vault.seal('a', 'x', text))).toBe(false)));

  it.each([
    ['another place', 'a', 'Message/2/text'],
    ['another field', 'a', 'Message/1/html'],
    ['another owner', 'b', 'Message/1/text'],
  ])('does not open in %s', (_name, owner, bound) =>
    withVault((vault) => {
      vault.seal('b', 'x', text);
      const sealed = vault.seal('a', 'Message/1/text', text);
      expect(() => vault.open(owner, bound, sealed)).toThrow();
    }),
  );

  it('does not open when any byte was changed', () =>
    withVault((vault) => {
      const sealed = vault.seal('a', 'x', 'four');
      for (let at = 0; at < sealed.length; at++) {
        const changed = Buffer.from(sealed);
        changed[at] = (changed[at] ?? 0) ^ 1;
        expect(() => vault.open('a', 'x', changed), `byte ${at}`).toThrow();
      }
      expect(() => vault.open('a', 'x', sealed.subarray(0, -1))).toThrow();
      expect(() => vault.open('a', 'x', Buffer.alloc(3))).toThrow('not a sealed value');
    }));

  it('seals under the instance key without any owner', () =>
    withVault((vault) => {
      expect(vault.openInstance('x', vault.sealInstance('x', text)).toString()).toBe(text);
      expect(() => vault.openInstance('y', vault.sealInstance('x', text))).toThrow();
    }));

  it('works with a key at hand', () => {
    const key = secretKey(randomBytes(32));
    expect(openWith(key, 'b', sealWith(key, 'b', text)).toString()).toBe(text);
    expect(() => openWith(secretKey(randomBytes(32)), 'b', sealWith(key, 'b', text))).toThrow();
  });
});

describe('hashes and signatures', () => {
  it('depend on scope, value and instance key', () => {
    const hash = (scope: string, value: string) => withVault((vault) => vault.hash(scope, value));
    expect(hash('identity', 'a@b')).toMatch(/^[\w-]{43}$/);
    expect(hash('identity', 'a@b')).toBe(hash('identity', 'a@b'));
    expect(new Set([hash('identity', 'a@b'), hash('intake', 'a@b'), hash('identity', 'a@c')]).size).toBe(3);
    const other = createVault(randomBytes(32), openKeyFile(':memory:'));
    expect(other.hash('identity', 'a@b')).not.toBe(hash('identity', 'a@b'));
  });

  it('verify only what was signed, in full length', () =>
    withVault((vault) => {
      const signature = vault.sign('mail', 'ticket 7', 16);
      expect(signature).toMatch(/^[\w-]{22}$/);
      expect(vault.verify('mail', 'ticket 7', signature, 16)).toBe(true);
      expect(vault.verify('mail', 'ticket 8', signature, 16)).toBe(false);
      expect(vault.verify('form', 'ticket 7', signature, 16)).toBe(false);
      expect(vault.verify('mail', 'ticket 7', signature.slice(1), 16)).toBe(false);
      expect(vault.verify('mail', 'ticket 7', '', 16)).toBe(false);
      expect(vault.sign('mail', 'ticket 7', 16)).not.toBe(vault.hash('mail', 'ticket 7').slice(0, 22));
    }));
});

describe('the instance key', () => {
  it('is made once, for its owner alone, and opens what it sealed after a restart', () => {
    const sealed = withVault((vault) => vault.seal('a', 'x', 'text'), '');
    const file = join(dataDir, 'secret.key');
    const secret = readFileSync(file, 'utf8');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
    expect(withVault((vault) => vault.open('a', 'x', sealed).toString(), '')).toBe('text');
    expect(readFileSync(file, 'utf8')).toBe(secret);
  });

  it('refuses the start when it is another one', () => {
    withVault((vault) => vault.seal('a', 'x', 'text'));
    expect(() => withVault(() => 0, `${SECRET}!`)).toThrow(/is not the one that sealed the data/);
  });

  it('refuses the start when it is not there any more, and makes no new one', () => {
    withVault(() => 0);
    expect(() => withVault(() => 0, '')).toThrow(/sealed with an instance key that is not here now/);
    expect(existsSync(join(dataDir, 'secret.key'))).toBe(false);
  });

  it('refuses the start when its file was exchanged', () => {
    withVault(() => 0, '');
    writeFileSync(join(dataDir, 'secret.key'), 'another one');
    expect(() => withVault(() => 0, '')).toThrow(/is not the one/);
  });
});

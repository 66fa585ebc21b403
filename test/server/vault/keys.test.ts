import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ErasedError } from '../../../server/vault/data-keys.ts';
import { openVault } from '../../../server/vault/instance.ts';
import { openKeyFile } from '../../../server/vault/keys.ts';
import { dataDir, erasureOf, SECRET, withVault, useNewFolders } from './folder.ts';

useNewFolders();

/** Files of this folder that hold these bytes. */
const holding = (bytes: Buffer, ...names: string[]) =>
  names.filter((name) => existsSync(join(dataDir, name)) && readFileSync(join(dataDir, name)).includes(bytes));

describe('customer keys', () => {
  it('are gone for good when erased: nothing opens, nothing is sealed, not after a restart either', () => {
    const sealed = withVault((vault) => {
      const made = vault.seal('a', 'x', 'text');
      vault.erased.write(erasureOf('a'));
      expect([vault.hasKey('a'), vault.erased.has('a')]).toEqual([false, true]);
      expect(() => vault.open('a', 'x', made)).toThrow(ErasedError);
      return made;
    });
    withVault((vault) => {
      expect(() => vault.open('a', 'x', sealed)).toThrow(ErasedError);
      expect(() => vault.seal('a', 'x', 'new text')).toThrow(ErasedError);
      expect(vault.erased.all()).toMatchObject([{ owners: ['a'], by: { name: 'test' } }]);
    });
  });

  it('leave no trace in the file when erased', () => {
    const wrapped = randomBytes(61);
    const keys = openKeyFile(join(dataDir, 'k.db'));
    keys.add('a', wrapped);
    expect(holding(wrapped, 'k.db', 'k.db-wal')).toEqual(['k.db-wal']);
    keys.erased.write(erasureOf('a'));
    expect(holding(wrapped, 'k.db', 'k.db-wal')).toEqual([]);
    keys.close();
    expect(holding(wrapped, 'k.db', 'k.db-wal')).toEqual([]);
  });

  it('are dropped from memory at once when another process erases', async () => {
    const [server, line] = [openVault({ dataDir, secretKey: SECRET }), openVault({ dataDir, secretKey: SECRET })];
    const sealed = server.vault.seal('a', 'x', 'text');
    await new Promise(setImmediate);
    expect(server.vault.open('a', 'x', sealed).toString()).toBe('text');
    line.vault.erased.write(erasureOf('a'));
    await new Promise(setImmediate);
    expect(() => server.vault.open('a', 'x', sealed)).toThrow(ErasedError);
    expect(() => server.vault.seal('a', 'x', 'more')).toThrow(ErasedError);
    server.keys.close();
    line.keys.close();
  });

  it('are one for two processes that make it at once', () => {
    const [one, two] = [openKeyFile(join(dataDir, 'k.db')), openKeyFile(join(dataDir, 'k.db'))];
    const first = one.add('a', Buffer.from('one'));
    expect(two.add('a', Buffer.from('two')).toString()).toBe('one');
    expect(first.toString()).toBe('one');
    expect(two.count()).toBe(1);
    one.close();
    two.close();
  });

  it('are durable when the call returns: the file as it lies on the disk has them', () => {
    const keys = openKeyFile(join(dataDir, 'k.db'));
    keys.add('a', Buffer.from('wrapped'));
    keys.add('b', Buffer.from('later'));
    // What a kill -9 now would leave: file and write-ahead log, opened by somebody else.
    for (const end of ['', '-wal'])
      writeFileSync(join(dataDir, `dead.db${end}`), readFileSync(join(dataDir, `k.db${end}`)));
    keys.close();
    const dead = openKeyFile(join(dataDir, 'dead.db'));
    expect(dead.get('b')?.toString()).toBe('later');
    dead.close();
  });
});

describe('keys of raw items', () => {
  it('are each another one, durable before they are used, and gone when forgotten', async () => {
    const { vault, keys } = openVault({ dataDir, secretKey: SECRET });
    const taken = await Promise.all(Array.from({ length: 200 }, () => vault.items.take()));
    expect(new Set(taken.map(({ id }) => id)).size).toBe(200);
    expect(new Set(taken.map(({ key }) => key.export().toString('hex'))).size).toBe(200);
    for (const { id, key } of taken) expect(vault.items.get(id).equals(key)).toBe(true);
    const [first, second] = taken;
    vault.items.forget(first?.id ?? '');
    keys.close();
    withVault((again) => {
      expect(() => again.items.get(first?.id ?? '')).toThrow(ErasedError);
      expect(again.items.get(second?.id ?? '').equals(second?.key as never)).toBe(true);
    });
  });

  it('count as no customer, and those that nobody took leave with the process', async () => {
    const { vault, keys } = openVault({ dataDir, secretKey: SECRET });
    vault.seal('a', 'x', 'text');
    await vault.items.take();
    expect(keys.count()).toBe(1);
    keys.close();
    const again = openKeyFile(join(dataDir, 'keys.db'));
    expect(again.all()).toHaveLength(2);
    again.close();
  });
});

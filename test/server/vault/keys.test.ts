import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openKeyFile } from '../../../server/vault/keys.ts';
import { ErasedError } from '../../../server/vault/data-keys.ts';
import { dataDir, withVault } from './folder.ts';

describe('customer keys', () => {
  it('are gone for good when destroyed: nothing opens, nothing is sealed, not after a restart either', () => {
    const sealed = withVault((vault) => {
      const made = vault.seal('a', 'x', 'text');
      vault.destroyKey('a');
      expect(vault.hasKey('a')).toBe(false);
      expect(() => vault.open('a', 'x', made)).toThrow(ErasedError);
      return made;
    });
    withVault((vault) => {
      expect(() => vault.open('a', 'x', sealed)).toThrow(ErasedError);
      expect(() => vault.seal('a', 'x', 'new text')).toThrow('this customer was erased');
    });
  });

  it('leave no trace in the file when destroyed', () => {
    const wrapped = randomBytes(61);
    const keys = openKeyFile(join(dataDir, 'k.db'));
    const holdKey = () =>
      ['k.db', 'k.db-wal'].filter(
        (name) => existsSync(join(dataDir, name)) && readFileSync(join(dataDir, name)).includes(wrapped),
      );
    keys.add('a', wrapped);
    expect(holdKey()).toEqual(['k.db-wal']);
    keys.destroy('a');
    expect(holdKey()).toEqual([]);
    keys.close();
    expect(holdKey()).toEqual([]);
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
    keys.backup(join(dataDir, 'copy.db'));
    keys.add('b', Buffer.from('later'));
    // What a kill -9 now would leave: file and write-ahead log, opened by somebody else.
    for (const end of ['', '-wal'])
      writeFileSync(join(dataDir, `dead.db${end}`), readFileSync(join(dataDir, `k.db${end}`)));
    keys.close();
    const dead = openKeyFile(join(dataDir, 'dead.db'));
    expect(dead.get('b')?.toString()).toBe('later');
    dead.close();
    const copy = openKeyFile(join(dataDir, 'copy.db'));
    expect([copy.get('a')?.toString(), copy.get('b')]).toEqual(['wrapped', undefined]);
    copy.close();
  });
});

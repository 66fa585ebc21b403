import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { instanceKey, openVault } from '../../../server/vault/instance.ts';
import { openKeyFile } from '../../../server/vault/keys.ts';
import { restoreKeyFile } from '../../../server/vault/restore-keys.ts';
import { dataDir, erasureOf, SECRET, withVault, useNewFolders } from './folder.ts';

useNewFolders();

const copyAt = (name = 'copy.db') => join(dataDir, name);
const AT = '2026-01-31T12:00:00.000Z';
const wrappedKey = (owner: string): Buffer => {
  const keys = openKeyFile(join(dataDir, 'keys.db'));
  const wrapped = keys.get(owner);
  keys.close();
  return wrapped ?? Buffer.from('there is none');
};

describe('backups of the key file', () => {
  it('are one file for their owner alone, and an erasure reaches into them', () => {
    withVault((vault) => {
      vault.seal('a', 'x', 'text');
      vault.seal('b', 'x', 'text');
      vault.copies.write(copyAt(), AT);
    });
    expect(statSync(copyAt()).mode & 0o077).toBe(0);
    expect(existsSync(`${copyAt()}-wal`)).toBe(false);
    const key = wrappedKey('a');
    expect(readFileSync(copyAt()).includes(key)).toBe(true);
    withVault((vault) => {
      const erasure = erasureOf('a');
      vault.erased.write(erasure);
      expect(vault.copies.erase([erasure])).toMatchObject({ reached: [{ path: copyAt(), at: AT }], unreached: [] });
    });
    expect(readFileSync(copyAt()).includes(key)).toBe(false);
    expect(existsSync(`${copyAt()}-wal`)).toBe(false);
    const copy = openKeyFile(copyAt());
    expect([copy.get('a'), copy.get('b') !== undefined, copy.erased.has('a')]).toEqual([undefined, true, true]);
    copy.close(true);
  });

  it.each<[string, () => void]>([
    ['moved away', () => renameSync(copyAt(), copyAt('elsewhere.db'))],
    ['another file by now', () => (rmSync(copyAt()), writeFileSync(copyAt(), 'something else'))],
    ['another backup by now', () => (rmSync(copyAt()), copyFileSync(copyAt('second.db'), copyAt()))],
  ])('that are %s are named, and nothing else is touched', (_name, change) => {
    withVault((vault) => {
      vault.seal('a', 'x', 'text');
      vault.copies.write(copyAt(), AT);
      vault.copies.write(copyAt('second.db'), AT);
      change();
      const before = existsSync(copyAt()) ? readFileSync(copyAt()) : undefined;
      const erasure = erasureOf('a');
      vault.erased.write(erasure);
      const { reached, unreached } = vault.copies.erase([erasure]);
      expect([reached.map(({ path }) => path), unreached.map(({ path }) => path)]).toEqual([
        [copyAt('second.db')],
        [copyAt()],
      ]);
      if (before) expect(readFileSync(copyAt()).equals(before)).toBe(true);
      expect([vault.copies.forget(copyAt()), vault.copies.forget(copyAt())]).toEqual([true, false]);
      expect(vault.copies.all()).toHaveLength(1);
    });
  });

  it('keep the keys of items that were pending when the data were copied', async () => {
    const { vault, keys } = openVault({ dataDir, secretKey: SECRET });
    const [kept, erased] = [await vault.items.take(), await vault.items.take()];
    const before = vault.copies.itemKeys();
    vault.items.forget(kept.id);
    vault.erased.write(erasureOf(erased.id));
    keys.close();
    withVault((later) => later.copies.write(copyAt(), AT, before));
    const copy = openKeyFile(copyAt());
    expect([copy.get(kept.id) !== undefined, copy.get(erased.id)]).toEqual([true, undefined]);
    copy.close();
  });
});

describe('keys that come back from a backup', () => {
  const restore = (from = copyAt()) => restoreKeyFile(from, join(dataDir, 'keys.db'), instanceKey(SECRET));

  it('bring no erased customer back, into the same file or a new one', () => {
    const sealed = withVault((vault) => {
      const texts = ['a', 'b', 'c'].map((owner) => vault.seal(owner, 'x', 'text'));
      vault.copies.write(copyAt(), AT);
      vault.erased.write(erasureOf('a'));
      vault.forgetKeys(['c']);
      return texts;
    });
    const readable = () =>
      withVault((vault) =>
        ['a', 'b', 'c'].map((owner, i) => {
          try {
            return vault.open(owner, 'x', sealed[i] as Buffer).toString();
          } catch (error) {
            return (error as Error).constructor.name;
          }
        }),
      );
    expect(readable()).toEqual(['ErasedError', 'text', 'ErasedError']);
    restore();
    expect(readable()).toEqual(['ErasedError', 'text', 'text']);
    // A file without keys that has the log: the backup takes its place.
    withVault((vault) => vault.forgetKeys(['b', 'c']));
    restore();
    expect(readable()).toEqual(['ErasedError', 'text', 'text']);
    withVault((vault) => expect(vault.copies.all().map(({ path }) => path)).toEqual([copyAt()]));
  });

  it('are refused into the key file of another installation', () => {
    withVault((vault) => vault.copies.write(copyAt(), AT));
    rmSync(join(dataDir, 'keys.db'));
    withVault((vault) => vault.seal('a', 'x', 'text'));
    expect(restore).toThrow(/keys of another installation/);
  });
});

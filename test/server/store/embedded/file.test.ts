import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbedded, type Embedded } from '../../../../server/store/embedded/start.ts';
import { killed } from './killed.ts';

let dataDir: string;
let running: Embedded | undefined;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ombud-test-'));
});
afterEach(async () => {
  await stop();
  rmSync(dataDir, { recursive: true });
});

async function open() {
  running = await startEmbedded({ dataDir });
}

async function stop() {
  await running?.stop();
  running = undefined;
}

describe('a file', () => {
  it('is refused to a second process, and a second time to the same one, in words', async () => {
    await open();
    const script = fileURLToPath(new URL('./crash.ts', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [script, dataDir, '0'], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/ombud\.db is in use by another process/)]);
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/in use by this process already/);
  });

  it('of another program stays as it is', async () => {
    const file = join(dataDir, 'ombud.db');
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE notes (text)');
    other.close();
    const before = readFileSync(file);
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/another program/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('of another program stays as it is even with a log that was not copied into it', async () => {
    const file = join(dataDir, 'ombud.db');
    const script = `const db = new (require('node:sqlite').DatabaseSync)(${JSON.stringify(file)});
      db.exec('PRAGMA journal_mode = WAL; CREATE TABLE notes (text)'); process.kill(process.pid, 'SIGKILL')`;
    spawnSync(process.execPath, ['-e', script]);
    const before = [readFileSync(file), readFileSync(`${file}-wal`)];
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/another program/);
    expect([readFileSync(file), readFileSync(`${file}-wal`)]).toEqual(before);
  });

  it('that was damaged and not closed well stays as it is', async () => {
    await killed(dataDir, 500, 0);
    await open();
    await stop();
    const file = join(dataDir, 'ombud.db');
    const bytes = readFileSync(file);
    for (let page = 4; page < bytes.length / 4096; page += 2) bytes.fill(0x5a, page * 4096, page * 4096 + 100);
    await killed(dataDir, 10, 1_000_000);
    writeFileSync(file, bytes);
    const log = readFileSync(`${file}-wal`);
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/damaged/);
    expect([readFileSync(file).equals(bytes), readFileSync(`${file}-wal`).equals(log)]).toEqual([true, true]);
  });

  it('that is no database stays as it is', async () => {
    const file = join(dataDir, 'ombud.db');
    writeFileSync(file, 'x'.repeat(5000));
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/damaged or no database/);
    expect(readFileSync(file, 'utf8')).toBe('x'.repeat(5000));
  });

  it('of a newer version is refused', async () => {
    await open();
    await stop();
    const file = new DatabaseSync(join(dataDir, 'ombud.db'));
    file.exec('PRAGMA user_version = 99');
    file.close();
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/newer version/);
  });
});

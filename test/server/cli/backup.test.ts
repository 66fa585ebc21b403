import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { EJSON } from 'bson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { undump } from '../../../server/cli/dump.ts';
import { CommandLine, type Ended } from '../../support/ombud.ts';

const line = new CommandLine();
const { folder } = line;
const run = line.run.bind(line);
const settings = line.settings.bind(line);
afterAll(() => line.remove());

describe('backup and restore', () => {
  let env: Record<string, string>;
  let target: string;
  beforeAll(async () => {
    env = settings('source');
    target = join(folder, 'backup');
    await run(['demo'], env);
    expect(await run(['backup', target], env)).toMatchObject({ code: 0, err: '' });
  });

  /** A new installation with the instance key of the first, and its backup restored. */
  async function restoreTo(name: string, from = target): Promise<Ended & { env: Record<string, string> }> {
    const fresh = settings(name);
    mkdirSync(fresh['DATA_DIR'] ?? '', { mode: 0o700 });
    copyFileSync(join(env['DATA_DIR'] ?? '', 'secret.key'), join(fresh['DATA_DIR'] ?? '', 'secret.key'));
    return { ...(await run(['restore', from], fresh)), env: fresh };
  }

  it('writes data and keys apart, for their owner alone, without a readable word', () => {
    const data = gunzipSync(readFileSync(join(target, 'data.bson.gz'))).toString('latin1');
    expect(data).not.toMatch(/Emma Clarke|Auralis|emma\.clarke/);
    for (const name of ['data.bson.gz', 'keys.db']) expect(statSync(join(target, name)).mode & 0o077).toBe(0);
  });

  it('never writes over a backup', async () =>
    expect(await run(['backup', target], env)).toMatchObject({ code: 1, err: expect.stringContaining('exists') }));

  it('brings everything back, to the byte', async () => {
    const restored = await restoreTo('restored');
    expect(restored).toMatchObject({ code: 0, out: expect.stringMatching(/60 keys/) });
    const again = join(folder, 'again');
    await run(['backup', again], restored.env);
    const [before, after] = await Promise.all([contentOf(target), contentOf(again)]);
    expect(before['messages']?.length).toBeGreaterThan(120);
    expect(after).toEqual(before);
  });

  it('refuses a store that is not empty', async () =>
    expect(await run(['restore', target], env)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/not empty|holds keys/),
    }));

  it('refuses without the instance key, and with another one, leaving nothing', async () => {
    const none = settings('keyless');
    expect((await run(['restore', target], none)).err).toContain('The instance key is missing');
    const wrong: Record<string, string> = {
      ...settings('wrong'),
      SECRET_KEY: 'another secret key of thirty-two characters',
    };
    expect((await run(['restore', target], wrong)).err).toContain('not the one of this backup');
    for (const name of ['keyless', 'wrong']) expect(existsSync(join(folder, name, 'key.check'))).toBe(false);
  });

  it.each([
    ['cut off', (data: Buffer) => data.subarray(0, data.length - 2000)],
    ['changed', (data: Buffer) => (data.writeUInt8(data.readUInt8(9000) ^ 1, 9000), data)],
    ['something else', () => Buffer.from('{"json": true} and more')],
  ])('refuses a backup that is %s', async (name, spoil) => {
    const spoilt = join(folder, `spoilt-${name}`);
    mkdirSync(spoilt);
    copyFileSync(join(target, 'keys.db'), join(spoilt, 'keys.db'));
    const data = gunzipSync(readFileSync(join(target, 'data.bson.gz')));
    writeFileSync(join(spoilt, 'data.bson.gz'), gzipSync(spoil(data)));
    const ended = await restoreTo(`spoilt${name.slice(0, 2)}`, spoilt);
    expect(ended).toMatchObject({ code: 1, err: expect.stringMatching(/cut off|was changed|not a backup/) });
    expect(existsSync(join(ended.env['DATA_DIR'] ?? '', 'keys.db'))).toBe(false);
  });
});

/** Every document of a backup with its types, by collection. */
async function contentOf(path: string): Promise<Record<string, string[]>> {
  const content: Record<string, string[]> = {};
  let name = '';
  for await (const part of undump(join(path, 'data.bson.gz'))) {
    if (part.kind === 'collection') content[(name = part.mark.name)] = [];
    if (part.kind === 'document') content[name]?.push(EJSON.stringify(part.document, { relaxed: false }));
  }
  for (const documents of Object.values(content)) documents.sort();
  return content;
}

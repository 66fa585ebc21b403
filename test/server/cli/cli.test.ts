import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { EJSON } from 'bson';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { undump } from '../../../server/cli/dump.ts';
import { runCli } from '../../../server/cli.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';

const ombud = join(import.meta.dirname, '../../../bin/ombud.mjs');
let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'ombud-cli-'))));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Runs `ombud …` as a user does, in a process of its own. */
function run(args: string[], env: Record<string, string>): Promise<Ended> {
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
  const child = spawn(process.execPath, [ombud, ...args], { env: { PATH, NODE_COMPILE_CACHE, ...env }, cwd: folder });
  const ended: Ended = { code: null, out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (ended.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (ended.err += chunk.toString()));
  return new Promise((done) => child.on('close', (code) => done({ ...ended, code })));
}

/** The settings of a data folder; on the second engine a database of its own, as buildTestApp does. */
function settings(name: string): Record<string, string> {
  const uri = process.env['TEST_MONGODB_URI']?.replace(/\/+$/, '');
  const database = `cli${name}${process.pid}`;
  return { DATA_DIR: join(folder, name), ...(uri ? { MONGODB_URI: `${uri}/${database}` } : {}) };
}

/** The same in this process, for what needs no store. */
async function runHere(args: string[]): Promise<Ended> {
  const ended: Ended = { code: null, out: '', err: '' };
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((ended.out += String(text))));
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((ended.err += String(text))));
  try {
    ended.code = await runCli(args);
    return ended;
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

describe('ombud', () => {
  it.each([
    [[] as string[], 2],
    [['--help'], 0],
  ])('%j lists the verbs', async (args, code) => {
    const ended = await runHere(args);
    expect(ended).toMatchObject({ code, out: expect.stringMatching(/agent add .*\n.*token add /) });
  });

  it.each([['nope'], ['agent'], ['agent', 'remove']])('%s is no verb, and that is said', async (...args) =>
    expect(await runHere(args)).toMatchObject({ code: 2, err: expect.stringContaining(`no verb "${args[0]}".`) }),
  );

  it.each(['agent add', 'token add', 'backup', 'restore', 'doctor', 'demo', 'store', 'reindex', 'replay'])(
    '%s has its own help',
    async (verb) =>
      expect(await runHere([...verb.split(' '), '--help'])).toMatchObject({
        code: 0,
        out: expect.stringContaining(`Usage: ombud ${verb}`),
      }),
  );

  it.each([[['backup']], [['backup', 'a', 'b']], [['doctor', '--loud']]])('%j is misused', async (args) =>
    expect(await runHere(args)).toMatchObject({ code: 2, err: expect.stringContaining('Usage:') }),
  );

  it('names errors of the configuration', async () =>
    expect(await run(['demo'], { ...settings('none'), PORT: 'x' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('PORT must be a whole number'),
    }));
});

describe.skipIf(process.env['TEST_MONGODB_URI'])(
  'beside a running server (the embedded store is what is tested)',
  () => {
    let app: TestApp;
    let env: Record<string, string>;
    beforeAll(async () => {
      app = await buildTestApp();
      await app.listen();
      env = { DATA_DIR: app.dataDir, PORT: '0' };
    });
    afterAll(() => app.close());

    it('adds an agent who can sign in', async () => {
      const ended = await run(['agent', 'add', 'Ana@desk.test', '--name', 'Ana', '--role', 'supervisor'], env);
      const password = /one-time password (\S+)$/m.exec(ended.out)?.[1];
      const payload = { email: 'ana@desk.test', password };
      const answer = await app.inject({ method: 'POST', url: '/api/v1/session', payload });
      expect(answer.json()).toMatchObject({ agent: { name: 'Ana', role: 'supervisor' } });
    });

    it.each([
      [['Ana@desk.test', '--role', 'king'], 'There is no role "king"'],
      [['ana'], 'ana is not an e-mail address'],
      [['b@desk.test', '--teams', 'Nobody'], 'There is no team "Nobody"'],
      [['b@desk.test', '--languages', 'de'], 'There is no language "de"'],
    ])('agent add %j: %s', async (args, words) =>
      expect(await run(['agent', 'add', ...args], env)).toMatchObject({ code: 1, err: expect.stringContaining(words) }),
    );

    it('adds a token that is taken, with its scopes only', async () => {
      const token = (await run(['token', 'add', 'till', '--scopes', 'tickets:read'], env)).out.trim();
      const headers = { authorization: `Bearer ${token}` };
      expect((await app.inject({ url: '/api/v1/tickets', headers })).statusCode).toBe(200);
      expect((await app.inject({ url: '/api/v1/agents', headers })).statusCode).toBe(403);
    });

    it('replays what is in quarantine', async () => {
      expect(await run(['replay'], env)).toMatchObject({ code: 0, out: 'Nothing is in quarantine.\n' });
      expect(await run(['replay', 'f'.repeat(24)], env)).toMatchObject({
        out: expect.stringContaining('no such item'),
      });
    });

    it('finds nothing wrong', async () => {
      const ended = await run(['doctor'], env);
      expect(ended.out).toMatch(/^ok {7}The store \(embedded\) answers; the server is running\.$/m);
      expect(ended.out).toMatch(/^ok {7}All indexes are there\.$/m);
      expect(ended.out).not.toMatch(/^problem/m);
    });

    it('does not open the store a second time', async () =>
      expect(await run(['store', '--listen', '0'], env)).toMatchObject({
        code: 1,
        err: expect.stringContaining('A server is running'),
      }));
  },
);

describe('doctor', () => {
  it('tells errors of the configuration as problems', async () =>
    expect(await run(['doctor'], { ...settings('none'), PORT: 'x', LOG_LEVEL: 'loud' })).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^problem {2}PORT .*\nproblem {2}LOG_LEVEL /m),
    }));
});

describe('demo', () => {
  it('adds a company in five languages over all channels, once, and removes it wholly', async () => {
    const env = settings('demo');
    expect((await run(['demo'], env)).out).toMatch(/Sample company: 60 tickets, 7 agents/);
    expect((await run(['demo'], env)).out).toBe('The sample company is there already.\n');
    const uri = env['MONGODB_URI'];
    const app = await buildTestApp({ dataDir: env['DATA_DIR'] ?? '', env: uri ? { MONGODB_URI: uri } : {} });
    const { cookie } = await app.signIn('admin');
    const get = async (url: string) => (await app.inject({ url, headers: { cookie } })).json();
    const { items } = await get('/api/v1/tickets?limit=100');
    const distinct = (field: string): unknown[] =>
      [...new Set(items.map((t: Record<string, unknown>) => t[field]))].sort();
    expect(items).toHaveLength(60);
    expect(distinct('language')).toEqual(['en', 'es', 'pl', 'ro', 'ru']);
    expect(distinct('channel')).toEqual(['api', 'email', 'form', 'webchat']);
    expect(distinct('type')).toEqual(['complaint', 'inquiry', 'return']);
    expect(distinct('status')).toEqual(['closed', 'new', 'open', 'pending', 'snoozed', 'solved']);
    const deliveries = await app.context.db.collection('messages').distinct('delivery.state');
    expect(deliveries).toEqual(['sent']);
    await app.close(true);

    expect((await run(['demo', '--remove'], env)).out).toMatch(/^60 sample tickets/);
    const after = await buildTestApp({ dataDir: env['DATA_DIR'] ?? '', env: uri ? { MONGODB_URI: uri } : {} });
    const count = (name: string) => after.context.db.collection(name).countDocuments({});
    expect(await Promise.all(['tickets', 'messages', 'customers', 'rules'].map(count))).toEqual([0, 0, 0, 0]);
    expect(await after.context.db.collection('agents').countDocuments({ demo: true })).toBe(0);
    expect(await after.context.db.collection('teams').countDocuments({})).toBe(1);
    await after.close();
  });
});

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

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCli } from '../../../server/cli.ts';
import { loadSampleArticles } from '../../../knowledge-base/import-content.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { startMeilisearch } from '../../support/meilisearch.ts';
import { CommandLine, type Ended } from '../../support/ombud.ts';

const line = new CommandLine();
const run = line.run.bind(line);
const settings = line.settings.bind(line);
afterAll(() => line.remove());

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

describe('beside a running server', () => {
  let app: TestApp;
  let env: Record<string, string>;
  beforeAll(async () => {
    app = await buildTestApp();
    await app.listen();
    const { mongodbUri } = app.context.config;
    env = { DATA_DIR: app.dataDir, PORT: '0', ...(mongodbUri ? { MONGODB_URI: mongodbUri } : {}) };
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

  it('fills Meilisearch whole, and says so when it does not answer', async () => {
    await loadSampleArticles(app.context);
    const meili = await startMeilisearch();
    const more = { ...env, MEILI_URL: meili.url, MEILI_KEY: meili.key };
    expect(await run(['reindex'], more)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^16 articles indexed\.$/m),
    });
    expect(meili.documents('ombud-articles-pl')?.size).toBe(16);
    expect(meili.indexes()).toHaveLength(5);
    meili.away(true);
    expect(await run(['reindex'], more)).toMatchObject({
      code: 1,
      err: expect.stringContaining('could not be filled'),
    });
    await meili.close();
  });

  it('finds nothing wrong', async () => {
    const ended = await run(['doctor'], env);
    expect(ended.out).toMatch(/^ok {7}All indexes are there\.$/m);
    if (app.context.config.mongodbUri) expect(ended.out).toMatch(/^ok {7}The store \(MongoDB\) answers\.$/m);
    else {
      expect(ended.out).toMatch(/^ok {7}The store \(embedded\) answers; the server is running\.$/m);
      expect(ended.out).toMatch(/^ok {7}All \d+ documents agree with all \d+ indexes\.$/m);
    }
    expect(ended.out).not.toMatch(/^problem/m);
  });

  it('tells a running server from something else on its port', async () => {
    const other = createServer((_request, response) => response.end('{"ready":true}'));
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const on = (port: string) => run(['doctor'], { ...settings('elsewhere'), HOST: '127.0.0.1', PORT: port });
    try {
      // Of a MongoDB, and of another folder, only the port tells that a server is running.
      expect((await on(String(app.context.config.port))).out).toMatch(/^ok .*port is in use by the running server/m);
      expect((await on(String((other.address() as AddressInfo).port))).out).toMatch(
        /^problem .*cannot be used \(EADDRINUSE\)/m,
      );
    } finally {
      other.close();
    }
  });
});

describe('doctor', () => {
  it('tells errors of the configuration as problems', async () =>
    expect(await run(['doctor'], { ...settings('none'), PORT: 'x', LOG_LEVEL: 'loud' })).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^problem {2}PORT .*\nproblem {2}LOG_LEVEL /m),
    }));
});

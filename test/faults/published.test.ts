import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Articles } from '../../knowledge-base/model.ts';
import { freePort, type TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { buildHelpApp } from '../support/help.ts';
import { startMeilisearch, type MeilisearchStandIn } from '../support/meilisearch.ts';
import { startProxy, type Proxy } from '../support/proxy.ts';
import { startStore, type RunningStore } from './store/running.ts';

/**
 * `kill -9` between an article's saving and its indexing: the store has written it, its answer is held up, and the writer
 * dies. Another process on the same store, and the writer when it is back, find what is published and nothing else.
 */
const TIMES = process.env['OMBUD_FAULTS'] === 'full' ? 10 : 1;
const top = join(import.meta.dirname, '../..');

let folder: string;
let store: RunningStore | undefined;
let search: MeilisearchStandIn;
let line: Proxy;
/** Goes on all the time. */
let other: TestApp;
let writer: ChildProcess | undefined;
let url: string;
let env: Record<string, string>;
let cookie: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ombud-published-'));
  const given = process.env['TEST_MONGODB_URI'];
  store = given ? undefined : await startStore(join(folder, 'store'));
  const uri = new URL(given ?? store?.uri ?? '');
  uri.pathname = `/published${Date.now()}`;
  search = await startMeilisearch();
  line = await startProxy(Number(uri.port));
  const held = new URL(uri);
  held.port = String(line.port);
  other = await buildHelpApp({ dataDir: join(folder, 'data'), env: { MONGODB_URI: uri.href } });
  cookie = (await other.signIn('admin')).cookie;
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  env = {
    ...{ PATH: process.env['PATH'] ?? '', HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'error' },
    ...{ DATA_DIR: join(folder, 'data'), MONGODB_URI: held.href },
    ...{ MEILI_URL: search.url, MEILI_KEY: search.key },
  };
});
afterAll(async () => {
  await kill();
  await other.close();
  await line.stop();
  await search.close();
  await store?.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** The writer, as `npm start` starts it. */
async function start(): Promise<void> {
  writer = spawn(process.execPath, ['server/main.ts'], { cwd: top, env, stdio: ['ignore', 'ignore', 'inherit'] });
  await eventually(async () => expect((await fetch(`${url}/healthz`)).ok).toBe(true), 60_000);
}

async function kill(): Promise<void> {
  if (!writer || writer.exitCode !== null || writer.signalCode !== null) return;
  const ended = once(writer, 'exit');
  writer.kill('SIGKILL');
  await ended;
}

const call = (method: 'POST' | 'DELETE', path: string, payload?: object) =>
  fetch(`${url}/api/v1/articles${path}`, {
    method,
    headers: { cookie, origin: url, ...(payload ? { 'content-type': 'application/json' } : {}) },
    ...(payload ? { body: JSON.stringify(payload) } : {}),
  });

/** A write to the articles, in the wire's words (OP_MSG, BSON). */
const WRITE = Buffer.from('\x02update\0\x09\0\0\0articles\0', 'latin1');

/** Publishes or takes back in the writer, which dies when the store has it and the writer does not know. */
async function dieBetween(method: 'POST' | 'DELETE', id: string, status: 'published' | 'draft'): Promise<void> {
  const engine = async () => ((await (await fetch(`${url}/readyz`)).json()) as { search: { engine: string } }).search;
  await expect.poll(engine).toMatchObject({ engine: 'meilisearch' });
  line.holdAt = WRITE;
  const asked = call(method, `/${id}/publication`).then(
    () => 'answered',
    () => 'cut off',
  );
  await eventually(async () => expect(await Articles(other.context).exists({ _id: id, status })).not.toBeNull());
  await kill();
  expect(await asked).toBe('cut off');
  line.holdAt = undefined;
  line.hold(false);
}

interface Seen {
  found: boolean;
  page: number;
}

async function seenByOther(word: string): Promise<Seen> {
  const get = (path: string) => other.inject({ method: 'GET', url: path });
  const answer = await get(`/api/v1/help/search?locale=en&q=${word}`);
  const items = answer.json<{ items: unknown[] }>().items;
  return { found: items.length > 0, page: (await get(`/help/en/${word}`)).statusCode };
}

async function seenByWriter(word: string): Promise<Seen> {
  const answer = await fetch(`${url}/api/v1/help/search?locale=en&q=${word}`);
  const { items } = (await answer.json()) as { items: unknown[] };
  return { found: items.length > 0, page: (await fetch(`${url}/help/en/${word}`)).status };
}

test(`${TIMES} × published and taken back by a process that dies before it has indexed`, async () => {
  const shown = { found: true, page: 200 };
  const gone = { found: false, page: 404 };
  const late: number[] = [];
  const within = async (word: string, seen: Seen): Promise<void> => {
    const from = performance.now();
    await expect.poll(() => seenByOther(word), { interval: 20 }).toEqual(seen);
    late.push(Math.round(performance.now() - from));
  };
  await start();
  for (let time = 0; time < TIMES; time += 1) {
    const word = `quokka${'abcdefghij'[time]}`;
    const text = { locale: 'en', slug: word, title: word, body: `All of ${word}.`, category: 'products' };
    const made = (await (await call('POST', '', text)).json()) as { id: string };
    await dieBetween('POST', made.id, 'published');
    await within(word, shown);
    await start();
    // From its first answer on.
    expect(await seenByWriter(word)).toEqual(shown);
    await dieBetween('DELETE', made.id, 'draft');
    await within(word, gone);
    await start();
    expect(await seenByWriter(word)).toEqual(gone);
  }
  console.log(
    `found or gone in another process after ${late.join(', ')} ms; in the one that died: at once when it was back`,
  );
});

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbedded, type Embedded } from '../../../server/store/embedded/start.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { customerOf, fileOf, fillDesk, subjectOf, type Filled } from '../../support/filled-desk.ts';
import { beginMoved } from '../../support/moved.ts';
import { CommandLine } from '../../support/ombud.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

const TICKETS = 40;

const folder = mkdtempSync(join(tmpdir(), 'ombud-test-'));
const line = new CommandLine();
let target: Embedded | undefined;
let uri: string;
let filled: Filled;
let app: TestApp;
let mail: ScriptChannel;
let cookie: string;

/** Filled on the embedded store; moved to the engine of the tests, else to another embedded store. */
beforeAll(async () => {
  const [template, dataDir, other] = ['template', 'moved', 'target'].map((name) => join(folder, name)) as [string, string, string]; // prettier-ignore
  for (const name of [template, other]) mkdirSync(name, { mode: 0o700 });
  filled = await fillDesk(template, TICKETS);
  ({ MONGODB_URI: uri = '' } = line.settings('moved'));
  if (!uri) {
    target = await startEmbedded({ dataDir: other, port: 0 });
    uri = target.uri.replace('/ombud', '/moved');
  }
  await beginMoved(template, dataDir, uri);
  app = await buildTestApp({ dataDir, env: { MONGODB_URI: uri } });
  mail = installScriptChannel(app);
  const { email, password } = filled.agent;
  const answer = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { email, password } });
  expect(answer.statusCode).toBe(200);
  cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
}, 120_000);
afterAll(async () => {
  await app.close(true);
  const client = await new mongo.MongoClient(uri).connect();
  await client.db().dropDatabase();
  await client.close();
  await target?.stop();
  rmSync(folder, { recursive: true });
  line.remove();
});

const get = (url: string) => app.inject({ url: `/api/v1${url}`, headers: { cookie } });
const post = (url: string, payload: object) =>
  app.inject({ method: 'POST', url: `/api/v1${url}`, headers: { cookie }, payload });
interface Shown {
  text: string;
  direction: string;
  attachments: { url: string }[];
}
const threadOf = async (number: number) => (await get(`/tickets/${number}/messages`)).json<{ items: Shown[] }>().items;

describe('a desk that was moved', () => {
  it('needs a sign-in still', async () =>
    expect((await app.inject({ url: '/api/v1/tickets?view=all' })).statusCode).toBe(401));

  it('shows each ticket with its whole thread, its files to the byte', async () => {
    for (const [i, number] of filled.numbers.entries()) {
      const ticket = (await get(`/tickets/${number}`)).json();
      expect(ticket).toMatchObject({ number, subject: subjectOf(i), status: 'closed' });
      const thread = await threadOf(number);
      const said = thread.filter(({ direction }) => direction !== 'event').map(({ direction }) => direction);
      expect(said).toEqual(['in', 'note', 'out', 'in']);
      const [file] = thread.find(({ attachments }) => attachments.length > 0)!.attachments;
      const read = await app.inject({ url: file!.url, headers: { cookie } });
      expect(read.rawPayload.equals(fileOf(i))).toBe(true);
    }
  });

  it('is found by words, by a customer’s address, by tags and by number', async () => {
    const numbers = async (query: string) =>
      (await get(`/tickets?view=all&limit=200&${query}`)).json<{ items: { number: number }[] }>().items.map(({ number }) => number).sort((a, b) => a - b); // prettier-ignore
    const numbersWhere = (test: (i: number) => boolean) => filled.numbers.filter((_, i) => test(i));
    const words = subjectOf(9).split(' ');
    const q = encodeURIComponent(`"${words.join(' ')}"`);
    await eventually(async () => expect(await numbers(`q=${q}`)).toContain(filled.numbers[9]));
    expect(await numbers(`q=${customerOf(3)}`)).toEqual(numbersWhere((i) => customerOf(i) === customerOf(3)));
    expect(await numbers(`tag=${words[0]}`)).toEqual(numbersWhere((i) => subjectOf(i).startsWith(words[0]!)));
    expect(await numbers(`q=%23${filled.numbers[5]}`)).toContain(filled.numbers[5]);
    expect(await numbers('')).toEqual(filled.numbers);
  });

  it('goes on: a customer writes into an old thread and is answered, a new ticket gets the next number', async () => {
    const from = { kind: 'email' as const, value: customerOf(2), verified: false };
    await (
      await mail.bring({ from, threadKeys: ['filled-2'], text: 'once more' }, 'moved-again')
    ).done;
    await eventually(async () => expect((await threadOf(filled.numbers[2]!)).map(({ text }) => text)).toContain('once more')); // prettier-ignore
    const answer = { clientId: 'answer-after-moving', text: 'And here it is.' };
    expect((await post(`/tickets/${filled.numbers[2]}/replies`, answer)).statusCode).toBe(201);
    await eventually(() => expect(mail.sent.map(({ text }) => text).join()).toContain('And here it is.'));
    // The same item is the same item on the other engine too.
    const repeated = await mail.bring({ from, threadKeys: ['filled-2'], text: 'once more' }, 'moved-again');
    await repeated.done;
    const fresh = await mail.bring({ from: { ...from, value: 'new@filled.invalid' }, text: 'new here' });
    const { ticket } = await fresh.done;
    const list = (await get('/tickets?view=all&limit=1')).json<{ items: { id: string; number: number }[] }>();
    expect(list.items).toMatchObject([{ id: ticket, number: Math.max(...filled.numbers) + 1 }]);
    const again = (await threadOf(filled.numbers[2]!)).filter(({ text }) => text === 'once more');
    expect(again).toHaveLength(1);
  });

  it('routes what comes to who is there now', async () => {
    const availability = { method: 'PUT', url: '/api/v1/agents/me/availability', headers: { cookie } } as const;
    await app.inject({ ...availability, payload: { state: 'online' } });
    const { ticket } = await (await mail.bring({ text: 'who has it?' })).done;
    const assignee = async () =>
      (await get('/tickets?view=mine')).json<{ items: { id: string }[] }>().items.map(({ id }) => id);
    await eventually(async () => expect(await assignee()).toContain(ticket));
  });
});

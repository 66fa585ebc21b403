import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BulkItems, BulkJobs } from '../../../server/bulk/model.ts';
import type { BulkView } from '../../../server/bulk/schema.ts';
import type { TicketView } from '../../../server/tickets/schema.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';
import { numberOf } from '../../support/ticket-number.ts';

let now = Date.now();
const clock = { now: () => new Date((now += 1)) };
let app: TestApp;
let mail: ScriptChannel;
let ana: Awaited<ReturnType<TestApp['signIn']>>;
beforeAll(async () => {
  app = await buildTestApp({ clock });
  mail = installScriptChannel(app);
  ana = await app.signIn();
});
afterAll(() => app.close());

const call = (method: 'GET' | 'POST', path: string, payload?: object, cookie = ana.cookie) =>
  app.inject({ method, url: `/api/v1${path}`, headers: { cookie }, ...(payload ? { payload } : {}) });
const bring = async (more = {}) => await numberOf(app, (await (await mail.bring(more)).done).ticket);
const read = async (number: number): Promise<TicketView> => (await call('GET', `/tickets/${number}`)).json();
const watch = async (id: string): Promise<BulkView> => (await call('GET', `/bulk/${id}`)).json();
const until = (id: string, state: BulkView['state']) =>
  expect.poll(async () => (await watch(id)).state, { timeout: 30_000, interval: 20 }).toBe(state);
async function change(body: object): Promise<BulkView> {
  const answer = await call('POST', '/bulk', body);
  expect([answer.statusCode, answer.json()]).toEqual([202, expect.objectContaining({ state: 'running' })]);
  const { id } = answer.json() as BulkView;
  await until(id, 'done');
  return await watch(id);
}
async function undo(id: string): Promise<BulkView> {
  expect((await call('POST', `/bulk/${id}/undo`)).statusCode).toBe(202);
  await until(id, 'undone');
  return await watch(id);
}
const tomorrow = () => new Date(now + 86_400_000).toISOString();

describe('a change of many tickets', () => {
  it('is for who may change tickets, and watched by who asked for it', async () => {
    const body = { acts: { status: 'solved' }, numbers: [await bring()] };
    expect((await app.inject({ method: 'POST', url: '/api/v1/bulk', payload: body })).statusCode).toBe(401);
    const reader = await app.signIn('readonly');
    expect((await call('POST', '/bulk', body, reader.cookie)).statusCode).toBe(403);
    const { id } = await change(body);
    const other = await app.signIn('admin');
    expect((await call('GET', `/bulk/${id}`, undefined, other.cookie)).statusCode).toBe(404);
    expect((await call('POST', `/bulk/${id}/undo`, undefined, other.cookie)).statusCode).toBe(404);
  });

  it.each([
    ['nothing to do', 400, { acts: {}, numbers: [1] }],
    ['no tickets', 400, { acts: { status: 'solved' } }],
    ['numbers and a query', 400, { acts: { status: 'solved' }, numbers: [1], query: {} }],
    ['tickets that are not there', 422, { acts: { status: 'solved' }, numbers: [999_999] }],
    ['a time that is past', 422, { acts: { snooze: '2020-01-01T00:00:00Z' }, numbers: [1] }],
  ])('is refused with %s', async (_name, status, body) => {
    expect((await call('POST', '/bulk', body)).statusCode).toBe(status);
  });

  it('reaches each of them, and undoing brings each back to how it was', async () => {
    const numbers = [await bring(), await bring(), await bring()];
    const [first = 0, second = 0] = numbers;
    await call('POST', `/tickets/${first}/priority`, { priority: 'low' });
    await call('POST', `/tickets/${second}/assignment`, { assignee: 'me' });
    const before = await Promise.all(numbers.map(read));
    const until = tomorrow();
    const acts = { snooze: until, priority: 'urgent', tags: { add: ['sale'] } };
    const done = await change({ acts, numbers });
    expect(done).toMatchObject({ total: 3, done: 3, failed: 0, undoUntil: expect.any(String) });
    for (const number of numbers)
      expect(await read(number)).toMatchObject({
        status: 'snoozed',
        snoozedUntil: until,
        priority: 'urgent',
        tags: ['sale'],
        queued: false,
      });
    expect(await undo(done.id)).toMatchObject({ restored: 3, left: 0, undoUntil: null });
    const kept = ({ status, priority, tags, queued, assignee, snoozedUntil, waitingSince }: TicketView) => ({
      ...{ status, priority, tags, queued, assignee, snoozedUntil, waitingSince },
    });
    expect((await Promise.all(numbers.map(read))).map(kept)).toEqual(before.map(kept));
    expect((await call('POST', `/bulk/${done.id}/undo`)).statusCode).toBe(422);
  });

  it('undone leaves what others have changed since', async () => {
    const numbers = [await bring({ threadKeys: ['k1'] }), await bring()];
    const [writes = 0, tagged = 0] = numbers;
    const { id } = await change({ acts: { status: 'solved', priority: 'high' }, numbers });
    await (
      await mail.bring({ threadKeys: ['k1'], text: 'Not solved at all.' })
    ).done;
    await call('POST', `/tickets/${tagged}/priority`, { priority: 'urgent' });
    const woken = await read(writes);
    expect(woken.status).toBe('open');
    await undo(id);
    expect(await read(writes)).toMatchObject({ status: 'open', priority: 'normal', waitingSince: woken.waitingSince });
    expect(await read(tagged)).toMatchObject({ status: 'new', priority: 'urgent' });
  });

  it('takes spam away and back', async () => {
    const number = await bring();
    const before = await read(number);
    const { id } = await change({ acts: { spam: true }, numbers: [number] });
    expect(await read(number)).toMatchObject({ spam: 'marked', status: 'closed', queued: false });
    await undo(id);
    expect(await read(number)).toMatchObject({ spam: null, status: before.status, queued: before.queued });
  });

  it('takes all that a list finds', async () => {
    const [a, b, other] = [await bring(), await bring(), await bring()];
    for (const number of [a, b]) await call('POST', `/tickets/${number}/tags`, { tags: ['batch'] });
    const done = await change({ acts: { assignee: 'me' }, query: { view: 'all', tag: 'batch' } });
    expect(done.total).toBe(2);
    expect([(await read(a)).assignee?.id, (await read(b)).assignee?.id]).toEqual([ana.agent.id, ana.agent.id]);
    expect((await read(other)).assignee).toBeNull();
  });

  it('tells of those that refused', async () => {
    const nobody = '0'.repeat(24);
    const done = await change({ acts: { assignee: nobody }, numbers: [await bring()] });
    expect(done).toMatchObject({ total: 1, done: 1, failed: 1 });
  });

  it('goes on after a restart, and can be undone after it', async () => {
    const first = await buildTestApp({ clock });
    const { cookie, agent } = await first.signIn();
    const channel = installScriptChannel(first);
    const numbers: number[] = [];
    for (let n = 0; n < 3; n += 1) numbers.push(await numberOf(first, (await (await channel.bring({})).done).ticket));
    const headers = { cookie };
    const payload = { acts: { status: 'solved' }, numbers };
    const { id } = (await first.inject({ method: 'POST', url: '/api/v1/bulk', headers, payload })).json() as BulkView;
    const job = () => BulkJobs(first.context).findById(id).lean();
    await expect.poll(async () => (await job())?.state, { timeout: 30_000 }).toBe('done');
    // As a process leaves it that was killed in the middle: one done, one begun, one waiting.
    const items = await BulkItems(first.context).find({ job: id }).sort({ _id: 1 }).lean();
    const [, begun, waiting] = items;
    await BulkItems(first.context).updateOne({ _id: begun?._id }, { $set: { state: 'begun' }, $unset: { after: 1 } });
    await BulkItems(first.context).updateOne(
      { _id: waiting?._id },
      { $set: { state: 'waiting' }, $unset: { after: 1, before: 1 } },
    );
    const reopened = { method: 'POST' as const, url: `/api/v1/tickets/${numbers[2]}/status`, headers };
    await first.inject({ ...reopened, payload: { status: 'open' } });
    await BulkJobs(first.context).updateOne({ _id: id }, { $set: { state: 'running', done: 1 } });
    await first.close(true);
    const second = await buildTestApp({ clock, dataDir: first.dataDir });
    const states = async () => {
      const answers = numbers.map((number) => second.inject({ url: `/api/v1/tickets/${number}`, headers: again }));
      return (await Promise.all(answers)).map((answer) => (answer.json() as TicketView).status);
    };
    const signed = await second.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload: { email: agent.email, password: agent.password },
    });
    const again = { cookie: String(signed.headers['set-cookie']).split(';')[0] ?? '' };
    await expect.poll(states, { timeout: 30_000 }).toEqual(['solved', 'solved', 'solved']);
    const view = async () => (await second.inject({ url: `/api/v1/bulk/${id}`, headers: again })).json() as BulkView;
    await expect.poll(async () => (await view()).state, { timeout: 30_000 }).toBe('done');
    await second.inject({ method: 'POST', url: `/api/v1/bulk/${id}/undo`, headers: again });
    await expect.poll(states, { timeout: 30_000 }).toEqual(['new', 'new', 'open']);
    await second.close();
  });
});

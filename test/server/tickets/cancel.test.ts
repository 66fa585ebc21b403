import { afterAll, beforeAll, expect, test } from 'vitest';
import { drain } from '../../../server/channels/delivery.ts';
import { ticketById } from '../../../server/tickets/find.ts';
import { Messages } from '../../../server/tickets/message-model.ts';
import { upload } from '../../../server/tickets/upload.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

let app: TestApp;
let email: ScriptChannel;
let telegram: ScriptChannel;
let now = Date.now();
let cookie: string;
beforeAll(async () => {
  app = await buildTestApp({ clock: { now: () => new Date(now) } });
  email = installScriptChannel(app);
  telegram = installScriptChannel(app, 'telegram');
  ({ cookie } = await app.signIn());
});
afterAll(() => app.close());

let ids = 0;
const get = async (url: string) => (await app.inject({ url: `/api/v1${url}`, headers: { cookie } })).json();
const post = (url: string, payload?: object) =>
  app.inject({ method: 'POST', url: `/api/v1${url}`, headers: { cookie }, ...(payload ? { payload } : {}) });

async function open(channel = email, key = `thread-${++ids}`) {
  const bring = (more: object = {}) => channel.bring({ threadKeys: [key], ...more }).then(({ done }) => done);
  const ticket = await ticketById(app.context, (await bring()).ticket ?? '');
  const at = `/tickets/${ticket.number}`;
  const answer = async (more: object) =>
    (await post(`${at}/replies`, { clientId: `cancel-${++ids}`, text: 'Our answer', ...more })).json();
  const cancel = (id: string) => post(`${at}/messages/${id}/cancellation`);
  return { ticket, at, bring, answer, cancel };
}
const sent = (channel: ScriptChannel, id: string) => channel.sent.filter((one) => one.messageId === id);

test('an e-mail that is held goes out when its time is over, not before', async () => {
  const { answer } = await open();
  const message = await answer({ hold: 10 });
  await drain(app.context);
  expect(sent(email, message.id)).toEqual([]);
  now += 11_000;
  await eventually(async () => {
    await drain(app.context);
    expect(sent(email, message.id)).toHaveLength(1);
  });
});

test('a chat is never held', async () => {
  const { answer } = await open(telegram);
  const message = await answer({ hold: 10 });
  await eventually(async () => {
    await drain(app.context);
    expect(sent(telegram, message.id)).toHaveLength(1);
  });
});

test('taken back: nothing goes out, the draft is there again, the ticket is as it was', async () => {
  const { ticket, at, answer, cancel } = await open();
  // Routing has had its say: what it says of the ticket is not ours.
  const before = await eventually(async () => {
    const now = await get(at);
    expect(now).toMatchObject({ team: expect.anything(), routing: expect.anything() });
    return now;
  });
  const file = await upload(app.context, ticket, { name: 'a.txt', type: 'text/plain', content: Buffer.from('x') });
  const more = { hold: 10, status: 'solved', cc: ['boss@people.example'], attachments: [file.id], html: '<p>Our</p>' };
  const message = await answer(more);
  expect(await get(at)).toMatchObject({ status: 'solved', firstRepliedAt: expect.any(String) });
  const cancelled = await cancel(message.id);
  expect(cancelled.json().draft).toMatchObject({
    text: 'Our answer',
    html: '<p>Our</p>',
    cc: ['boss@people.example'],
    attachments: [{ name: 'a.txt' }],
  });
  const { activityAt: _, messages: _n, ...after } = await get(at);
  const { activityAt: _a, messages: _m, ...was } = before;
  const me = (await get('/session')).agent.id;
  expect(after).toEqual({ ...was, drafts: [me] });
  expect((await get(`${at}/messages`)).items.map((m: { id: string }) => m.id)).not.toContain(message.id);
  now += 60_000;
  await drain(app.context);
  expect(sent(email, message.id)).toEqual([]);
  const again = await answer({ attachments: [file.id], draft: now });
  expect(again.attachments).toMatchObject([{ name: 'a.txt' }]);
});

test('twice is once: the words do not double', async () => {
  const { at, answer, cancel } = await open();
  const message = await answer({ hold: 10 });
  const answers = await Promise.all([1, 2, 3].map(() => cancel(message.id)));
  expect(answers.map((one) => one.statusCode)).toEqual([200, 200, 200]);
  expect((await cancel(message.id)).statusCode).toBe(200);
  expect((await get(`${at}/drafts`)).items.map((d: { text: string }) => d.text)).toEqual(['Our answer']);
});

test('what was begun meanwhile stands below what comes back', async () => {
  const { at, answer, cancel } = await open();
  const message = await answer({ hold: 10 });
  const draft = { version: now + 5, text: 'One more thing' };
  await app.inject({ method: 'PUT', url: `/api/v1${at}/drafts/reply`, headers: { cookie }, payload: draft });
  expect((await cancel(message.id)).json().draft.text).toBe('Our answer\n\nOne more thing');
});

test('what is out cannot be taken back', async () => {
  const { answer, cancel } = await open();
  const message = await answer({});
  await eventually(async () => {
    await drain(app.context);
    expect(sent(email, message.id)).toHaveLength(1);
  });
  expect((await cancel(message.id)).json()).toMatchObject({ code: 'illegal-step', status: 422 });
});

test('what has changed the ticket since stays', async () => {
  const { at, bring, answer, cancel } = await open();
  const message = await answer({ hold: 30 });
  await bring({ text: 'And another question' });
  await cancel(message.id);
  expect(await get(at)).toMatchObject({
    status: 'open',
    waitingSince: expect.any(String),
    snippet: 'And another question',
    firstRepliedAt: null,
  });
});

test('killed between taking back and the draft: the sweep brings it back, once', async () => {
  const { at, answer } = await open();
  const message = await answer({ hold: 10 });
  await Messages(app.context).updateOne({ _id: message.id }, { $set: { 'delivery.state': 'cancelled' } });
  const payload = { ticket: String((await get(at)).id), message: message.id };
  await app.context.events.emit('reply.cancelled', payload);
  await app.context.events.emit('reply.cancelled', payload);
  expect((await get(`${at}/drafts`)).items.map((d: { text: string }) => d.text)).toEqual(['Our answer']);
  expect(await Messages(app.context).countDocuments({ _id: message.id })).toBe(0);
});

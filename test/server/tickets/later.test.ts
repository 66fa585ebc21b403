import { afterAll, beforeAll, expect, test } from 'vitest';
import { drain } from '../../../server/channels/delivery.ts';
import { ticketById } from '../../../server/tickets/find.ts';
import { Messages } from '../../../server/tickets/message-model.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

let app: TestApp;
let email: ScriptChannel;
let now = Date.now();
let cookie: string;
beforeAll(async () => {
  app = await buildTestApp({ clock: { now: () => new Date(now) } });
  email = installScriptChannel(app);
  ({ cookie } = await app.signIn());
});
afterAll(() => app.close());

let ids = 0;
const get = async (url: string) => (await app.inject({ url: `/api/v1${url}`, headers: { cookie } })).json();
const post = (url: string, payload?: object) =>
  app.inject({ method: 'POST', url: `/api/v1${url}`, headers: { cookie }, ...(payload ? { payload } : {}) });

async function open(key = `thread-${++ids}`) {
  const bring = (more: object = {}) => email.bring({ threadKeys: [key], ...more }).then(({ done }) => done);
  const ticket = await ticketById(app.context, (await bring()).ticket ?? '');
  const at = `/tickets/${ticket.number}`;
  const answer = async (more: object) =>
    (await post(`${at}/replies`, { clientId: `planned-${++ids}`, text: 'Our answer', ...more })).json();
  return { at, bring, answer };
}
const sent = (id: string) => email.sent.filter((one) => one.messageId === id);

test('planned for later: it goes out then, and only then the ticket is answered', async () => {
  const { at, answer } = await open();
  const sendAt = new Date(now + 3_600_000).toISOString();
  const message = await answer({ sendAt, status: 'solved' });
  expect(message.delivery).toMatchObject({ state: 'pending', later: true, dueAt: sendAt });
  expect(await get(at)).toMatchObject({ status: 'pending', firstRepliedAt: null, waitingSince: expect.any(String) });
  now += 3_601_000;
  await eventually(async () => {
    await drain(app.context);
    expect(sent(message.id)).toHaveLength(1);
    expect(await get(at)).toMatchObject({ status: 'solved', firstRepliedAt: expect.any(String), waitingSince: null });
  });
});

test('the customer writes first: a planned answer is a draft again, and the thread says why', async () => {
  const { at, bring, answer } = await open();
  await answer({ sendAt: new Date(now + 3_600_000).toISOString() });
  await bring({ text: 'Solved it myself' });
  await eventually(async () => {
    expect((await get(`${at}/drafts`)).items).toMatchObject([{ text: 'Our answer' }]);
    expect(await get(at)).toMatchObject({ status: 'open', snippet: 'Solved it myself' });
  });
  const kinds = (await get(`${at}/messages`)).items.map((m: { event?: { kind: string } }) => m.event?.kind);
  expect(kinds).toContain('held');
});

test('an automatic answer of theirs does not hold a planned one back', async () => {
  const { bring, answer } = await open();
  const message = await answer({ sendAt: new Date(now + 3_600_000).toISOString() });
  await bring({ text: 'I am on holiday', automatic: true });
  now += 3_601_000;
  await eventually(async () => {
    await drain(app.context);
    expect(sent(message.id)).toHaveLength(1);
  });
});

test('customer and hour at the same moment: what is due looks once more before it goes', async () => {
  const { bring, answer, at } = await open();
  const message = await answer({ sendAt: new Date(now + 1_000).toISOString() });
  // As if the reaction had been lost in a crash: the message is there, nobody was told.
  await bring({ text: 'Wait!', automatic: true });
  await Messages(app.context).updateOne(
    { ticket: (await get(at)).id, n: { $gt: message.n }, direction: 'in' },
    { $set: { automatic: false } },
  );
  now += 5_000;
  await eventually(async () => {
    await drain(app.context);
    expect((await get(`${at}/drafts`)).items).toHaveLength(1);
  });
  expect(sent(message.id)).toEqual([]);
});

test.each([['2001-01-01T00:00:00.000Z'], ['2999-01-01T00:00:00.000Z']])('not at %s', async (sendAt) => {
  const { answer } = await open();
  expect(await answer({ sendAt })).toMatchObject({ code: 'unprocessable' });
});

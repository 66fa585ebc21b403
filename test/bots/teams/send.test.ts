import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { drain } from '../../../server/channels/delivery.ts';
import { messageById, ticketById } from '../../../server/tickets/find.ts';
import { reply, type NewReply } from '../../../server/tickets/reply.ts';
import type { MessageView } from '../../../server/tickets/schema.ts';
import { Tickets } from '../../../server/tickets/model.ts';
import { teamsOf } from '../../../bots/teams/teams.ts';
import { environmentAccounts } from '../../../server/settings/accounts.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { startBotConnector, type BotConnector, type Script } from '../../support/bot-connector.ts';
import { eventually } from '../../support/eventually.ts';
import { person, personal } from '../../support/teams.ts';

let app: TestApp;
let connector: BotConnector;
let cookie: string;
let later = 0;
let chat: string;
beforeAll(async () => {
  connector = await startBotConnector();
  app = await buildTestApp({ empty: true, env: connector.env, clock: { now: () => new Date(Date.now() + later) } });
  const desk = await app.listen();
  ({ cookie } = await app.signIn());
  const ana = person('Ana');
  chat = `a:${ana.aadObjectId}`;
  await connector.bring(desk, personal(connector, ana, { text: 'A person, please' }));
  await eventually(() => expect(connector.posted).toHaveLength(1));
});
afterAll(async () => {
  await app.close();
  await connector.stop();
});
beforeEach(() => {
  connector.posted.length = 0;
  connector.refused.length = 0;
});

let ids = 0;
async function answer(more: Partial<NewReply> = {}): Promise<string> {
  const doc = await Tickets(app.context).findOne({ channel: 'teams' }).lean();
  const ticket = await ticketById(app.context, String(doc?._id));
  const author = { kind: 'agent' as const, id: '0'.repeat(24), name: 'Jo' };
  const given = { author, purpose: 'service' as const, clientId: `client-${++ids}`, text: 'An answer.', ...more };
  return String((await reply(app.context, ticket, given))._id);
}
const viewOf = async (id: string): Promise<MessageView | undefined> => {
  const { items } = (await app.inject({ url: '/api/v1/tickets/1/messages?limit=100', headers: { cookie } })).json<{
    items: MessageView[];
  }>();
  return items.find((one) => one.id === id);
};
const becomes = (id: string, delivery: object) =>
  eventually(async () => expect((await viewOf(id))?.delivery).toMatchObject(delivery), 20_000);
const says =
  (status: number, code: string, headers: Record<string, string> = {}): Script =>
  (_request, response) =>
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify({ error: { code, message: `${code} of Ana Pop` } }));
/** Time passes until what waits is due, and it goes. */
async function wait(minutes: number): Promise<void> {
  later += minutes * 60_000;
  await drain(app.context);
}

test('429 and 5xx go again, one attempt each, and not before the time that was asked for', async () => {
  connector.scripts.push(says(429, 'RequestThrottled', { 'retry-after': '120' }), says(502, 'BadGateway'));
  const attempts = connector.attempts();
  const id = await answer();
  await becomes(id, { state: 'pending', cause: 'busy', permanent: false });
  await wait(1);
  expect(connector.attempts()).toBe(attempts + 1);
  await wait(1.5);
  expect(connector.attempts()).toBe(attempts + 2);
  await wait(2);
  await becomes(id, { state: 'sent', error: null });
  expect(connector.attempts()).toBe(attempts + 3);
});

test('a token that is not taken any more is asked for anew', async () => {
  const given = connector.tokensGiven();
  connector.forgetTokens();
  const id = await answer();
  await becomes(id, { state: 'pending', cause: 'access' });
  await wait(1);
  await becomes(id, { state: 'sent' });
  expect(connector.tokensGiven()).toBe(given + 1);
});

test('a bot that was put out, and a chat that is gone, are failures with a word; the customer is in no log and no text', async () => {
  connector.blocked.add(chat);
  const blocked = await answer();
  await becomes(blocked, {
    state: 'failed',
    cause: 'blocked',
    permanent: true,
    error: 'Teams answered 403 ConversationBlockedByUser.',
  });
  connector.blocked.clear();
  connector.scripts.push(says(404, 'ConversationNotFound'), says(413, 'MessageSizeTooBig'));
  await becomes(await answer(), { state: 'failed', cause: 'gone' });
  await becomes(await answer(), { state: 'failed', cause: 'size' });
});

test('what was cut off may have arrived: it is shown as such, goes never again by itself, and once when an agent says so', async () => {
  connector.scripts.push((request) => request.socket.destroy());
  const attempts = connector.attempts();
  const id = await answer();
  await becomes(id, { state: 'unknown' });
  await wait(600);
  expect(connector.attempts()).toBe(attempts + 1);
  const again = await app.inject({
    method: 'POST',
    url: `/api/v1/tickets/1/messages/${id}/resend`,
    headers: { cookie },
  });
  expect(again.statusCode).toBeLessThan(300);
  await becomes(id, { state: 'sent' });
  expect(connector.attempts()).toBe(attempts + 2);
});

test('what Teams does not take in one message goes in several, each once, though one of them fails at first', async () => {
  const text = Array.from({ length: 5_000 }, (_, i) => `word${i}`).join(' ');
  connector.scripts.push(undefined, says(503, 'ServiceUnavailable'));
  const id = await answer({ text });
  await becomes(id, { state: 'pending', cause: 'busy' });
  expect(connector.posted).toHaveLength(1);
  await wait(1);
  await becomes(id, { state: 'sent' });
  expect(connector.posted.length).toBeGreaterThan(3);
  expect(connector.posted.map((part) => part.text).join(' ')).toBe(text);
  expect((await messageById(app.context, id))?.sentId).toContain(connector.posted.at(-1)?.id);
});

test('many choices are a list, a few are buttons', async () => {
  const choices = Array.from({ length: 7 }, (_, i) => ({ id: `c:${i}`, label: `Choice ${i}` }));
  await becomes(await answer({ choices }), { state: 'sent' });
  const [card] = connector.posted.at(-1)?.attachments ?? [];
  expect(card?.content?.['body']).toMatchObject([
    { type: 'Input.ChoiceSet', choices: [{ title: 'Choice 0', value: 'Choice 0' }, {}, {}, {}, {}, {}, {}] },
  ]);
  expect(card?.content?.['actions']).toMatchObject([{ title: 'Send' }]);
  expect(connector.refused).toEqual([]);
});

test('while the bot does not run what is to go out waits, and goes once it runs', async () => {
  const channel = teamsOf(app.context);
  const [account] = environmentAccounts(app.context.config).filter((one) => one.channel === 'teams');
  if (!account) throw new Error('no bot in the environment');
  await channel.stop(account);
  const id = await answer({ text: 'Once I run.' });
  await eventually(async () => expect((await viewOf(id))?.delivery?.error).toBe('This bot does not run yet.'));
  await channel.start(account);
  await becomes(id, { state: 'sent' });
  expect(connector.posted).toHaveLength(1);
});

import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { restartAccount } from '../../../server/channels/restart.ts';
import { Intake } from '../../../server/intake/model.ts';
import { Messages } from '../../../server/tickets/message-model.ts';
import { eventually } from '../../support/eventually.ts';
import { startTelegram } from '../../support/telegram.ts';
import type { Values } from '../../support/telegram-methods.ts';
import { fromOf, received, startDesk, type Desk } from './desk.ts';

/** A desk with an address that Telegram can reach: updates are brought, each with the secret. */
let desk: Desk;
let secret: string;
beforeAll(async () => {
  desk = await startDesk({ empty: true, env: { PUBLIC_URL: 'https://help.lamps.example' } });
  await eventually(() => expect(desk.telegram.webhook.url).toBe('https://help.lamps.example/channels/telegram'));
  ({ secret } = desk.telegram.webhook);
});
afterAll(() => desk.close());

let ids = 2000;
const updateOf = (person: number, text: string): Values => ({
  update_id: ++ids,
  message: { message_id: ids, from: fromOf(person), chat: { id: person, type: 'private' }, date: 1_700_000_000, text },
});
const bring = (update: Values, token: string | undefined = secret) =>
  desk.app.inject({
    method: 'POST',
    url: '/channels/telegram',
    headers: token === undefined ? {} : { 'x-telegram-bot-api-secret-token': token },
    payload: update,
  });

/** With these headers of that name, over a real connection: what a server makes of two of them is its own affair. */
const knock = (secrets: string[]) =>
  new Promise<number | undefined>((resolve, reject) => {
    const { port } = desk.app.server.server.address() as AddressInfo;
    const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secrets };
    const asked = request({ port, host: '127.0.0.1', method: 'POST', path: '/channels/telegram', headers });
    asked.once('response', (response) => (response.resume(), resolve(response.statusCode))).once('error', reject);
    asked.end(JSON.stringify(updateOf(1, 'Let me in')));
  });

test.each<[string, () => string[]]>([
  ['none', () => []],
  ['an empty one', () => ['']],
  ['a wrong one', () => [secret.split('').reverse().join('')]],
  ['its beginning', () => [secret.slice(0, -1)]],
  ['more than it', () => [`${secret}x`]],
  ['it twice', () => [secret, secret]],
  ['a wrong one and it', () => ['undefined', secret]],
  ['it in other letters', () => [secret.toUpperCase()]],
])('with %s for the secret nothing gets in', async (_, secrets) => {
  expect(secret).toMatch(/^[\w-]{32,256}$/);
  expect(await knock(secrets())).toBe(403);
  expect(await Intake(desk.app.context).countDocuments({ channel: 'telegram' })).toBe(0);
});

test('an update is answered once it is kept; a hundred times the same is one message', async () => {
  const update = updateOf(2, 'Once and for all');
  const answers = await Promise.all(Array.from({ length: 100 }, () => bring(update)));
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  expect(answers[0]?.json()).toEqual({ ok: true });
  const items = await Intake(desk.app.context).find({ channel: 'telegram' }).lean();
  expect(items.map(({ repeats }) => repeats)).toEqual([99]);
  await eventually(async () => expect(await received(desk.app)).toBe(1));
  await eventually(async () =>
    expect(await Messages(desk.app.context).countDocuments({ direction: 'out', 'delivery.state': 'sent' })).toBe(1),
  );
});

test('what is no update is refused, and of what nobody knows nothing becomes', async () => {
  const [empty, text] = [await bring({}), await bring({ update_id: 'x' })];
  expect([empty.statusCode, text.statusCode]).toEqual([400, 400]);
  expect((await bring({ update_id: ++ids, something_new: { a: 1 } })).statusCode).toBe(200);
  await eventually(async () => {
    const last = await Intake(desk.app.context).findOne({ channel: 'telegram' }).sort({ _id: -1 }).lean();
    expect(last?.outcome).toBe('ignored');
  });
});

test('when Telegram cannot bring what it has, that is told to those who look after the channel', async () => {
  const { context } = desk.app;
  const state = () => context.channels.get('telegram')?.states()[0];
  expect(state()).toMatchObject({ account: 'env', state: 'up' });
  desk.telegram.lastError = { at: Math.floor(Date.now() / 1000), words: 'Connection timed out' };
  desk.telegram.bring({ message: {} });
  await restartAccount(context, 'env', 'telegram');
  await eventually(() => expect(state()).toMatchObject({ state: 'down', error: 'Connection timed out' }));
});

test('a desk without such an address takes the webhook away and fetches', async () => {
  const other = await startTelegram(4712);
  other.webhook = { url: 'https://elsewhere.example/', secret: '' };
  const { context } = desk.app;
  const { Bot } = await import('../../../bots/telegram/bot.ts');
  const states: string[] = [];
  const account = { id: 'b', channel: 'telegram' as const, name: 'B', enabled: true, telegram: { token: other.token } };
  const config = { ...context.config, telegram: { ...context.config.telegram, apiRoot: other.url } };
  const onState = (state: string) => void states.push(state);
  const bot = new Bot({ ...context, config }, account, { webhook: undefined, onState, onUpdate: () => undefined });
  await eventually(() => expect(states).toEqual(['connecting', 'up']));
  expect(other.webhook.url).toBe('');
  await bot.stop();
  await other.close();
});

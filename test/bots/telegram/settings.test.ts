import { afterAll, beforeAll, expect, test } from 'vitest';
import { Accounts } from '../../../server/settings/account-model.ts';
import { eventually } from '../../support/eventually.ts';
import { startDesk, type Desk } from './desk.ts';

/** Bots beside the one of the environment. The stand-in knows one bot: its token is the environment's here. */
let desk: Desk;
let cookie: string;
beforeAll(async () => {
  desk = await startDesk({ env: { TELEGRAM_BOT_TOKEN: '' } });
  ({ cookie } = await desk.app.signIn('admin'));
});
afterAll(() => desk.close());

const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object, as = cookie) =>
  desk.app.inject({
    method,
    url: `/api/v1/telegram-bots${path}`,
    headers: { cookie: as },
    ...(payload ? { payload } : {}),
  });
const stranger = `99:${'x'.repeat(30)}`;

test('bots are for admins', async () => {
  expect((await desk.app.inject({ url: '/api/v1/telegram-bots' })).statusCode).toBe(401);
  const { cookie: agent } = await desk.app.signIn('agent');
  const body = { name: 'Shop', token: desk.telegram.token };
  const refused = [
    await call('GET', '', undefined, agent),
    await call('POST', '', body, agent),
    await call('POST', '/test', { token: stranger }, agent),
  ];
  expect(refused.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403]);
});

test('a token is tried before it is kept, and told in words why it is refused', async () => {
  expect((await call('POST', '/test', { token: desk.telegram.token })).json()).toEqual({
    ok: true,
    username: 'shop4711_bot',
  });
  const refused = (await call('POST', '/test', { token: stranger })).json();
  expect(refused).toEqual({ ok: false, problem: 'sign-in', detail: 'Unauthorized' });
  expect((await call('POST', '/test', { token: 'no token' })).statusCode).toBe(400);
  expect((await call('POST', '', { name: 'No token' })).statusCode).toBe(400);
});

test('a bot is kept with its token sealed, works at once, changes, and leaves its tickets behind', async () => {
  const { token } = desk.telegram;
  const made = await call('POST', '', { name: 'Shop', token });
  expect(made.statusCode, made.body).toBe(201);
  const { id } = made.json<{ id: string }>();
  expect(made.json()).toMatchObject({ name: 'Shop', bot: '4711', enabled: true, locked: false });
  expect(JSON.stringify(await Accounts(desk.app.context).find().lean())).not.toContain(token.slice(6));
  await eventually(async () => {
    const list = await call('GET', '');
    expect(list.json().items).toMatchObject([{ id, username: 'shop4711_bot' }]);
    expect(list.body).not.toContain(token.slice(6));
  });
  expect((await call('POST', '', { name: 'Again', token })).json()).toMatchObject({ code: 'already-exists' });

  const person = desk.person();
  person.say({ text: 'Do you hear me?' });
  expect(await desk.ticketOf(person)).toMatchObject({ channel: 'telegram', account: id });

  expect((await call('PUT', `/${id}`, { name: 'Other', token: stranger })).statusCode).toBe(422);
  const off = await call('PUT', `/${id}`, { name: 'Quiet', enabled: false });
  expect(off.json()).toMatchObject({ name: 'Quiet', enabled: false, bot: '4711' });
  const channel = desk.app.context.channels.get('telegram');
  expect(channel?.cannotSend(id)).toContain('switched off');
  expect((await call('POST', `/${id}/test`)).json()).toMatchObject({ ok: true });
  expect((await call('DELETE', `/${id}`)).statusCode).toBe(204);
  expect((await call('DELETE', `/${id}`)).statusCode).toBe(404);
  expect(channel?.cannotSend(id)).toContain('not set up any more');
  expect(await desk.ticketOf(person)).toMatchObject({ account: id });
});

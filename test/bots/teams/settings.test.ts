import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TeamsBotView, TeamsProbeView } from '../../../bots/teams/schema.ts';
import { Accounts } from '../../../server/settings/account-model.ts';
import type { ChannelView } from '../../../server/operations/schema.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { APP_ID, APP_PASSWORD, startBotConnector, TENANT, type BotConnector } from '../../support/bot-connector.ts';
import { eventually } from '../../support/eventually.ts';
import { person, personal } from '../../support/teams.ts';

let app: TestApp;
let connector: BotConnector;
let desk: string;
let cookie: string;
let later = 0;
beforeAll(async () => {
  connector = await startBotConnector();
  const { TEAMS_APP_ID: _, TEAMS_APP_PASSWORD: __, ...cloud } = connector.env;
  app = await buildTestApp({ env: cloud, clock: { now: () => new Date(Date.now() + later) } });
  desk = await app.listen();
  ({ cookie } = await app.signIn('admin'));
});
afterAll(async () => {
  await app.close();
  await connector.stop();
});

const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object, as = cookie) =>
  app.inject({ method, url: `/api/v1${path}`, headers: { cookie: as }, ...(payload ? { payload } : {}) });
const bot = {
  name: 'Our bot',
  appId: APP_ID.toUpperCase(),
  appPassword: APP_PASSWORD,
  tenants: [TENANT],
  enabled: true,
};
const bring = () => connector.bring(desk, personal(connector, person('Ana'), { text: 'Hello' }));
const stateOf = async (id: string) =>
  (await call('GET', '/channels')).json<{ items: ChannelView[] }>().items.find(({ account }) => account === id);

test('only admins see and change bots', async () => {
  expect((await app.inject({ url: '/api/v1/teams-bots' })).statusCode).toBe(401);
  const { cookie: agent } = await app.signIn();
  for (const [method, path] of [
    ['GET', ''],
    ['POST', ''],
    ['POST', '/test'],
    ['DELETE', '/x'],
  ] as const)
    expect((await call(method, `/teams-bots${path}`, method === 'POST' ? bot : undefined, agent)).statusCode).toBe(403);
});

test('nobody is let in while no bot is set up', async () => {
  expect((await bring()).status).toBe(401);
});

test('a bot is tried, kept with its secret sealed, works at once, and is shut when it is removed', async () => {
  const tried = async (more: object) =>
    (await call('POST', '/teams-bots/test', { ...bot, ...more })).json<TeamsProbeView>();
  expect(await tried({})).toEqual({ access: { ok: true }, keys: { ok: true } });
  expect(await tried({ appPassword: 'wrong' })).toMatchObject({
    access: { ok: false, problem: 'sign-in' },
    keys: { ok: true },
  });
  expect((await call('POST', '/teams-bots', { ...bot, appPassword: undefined })).statusCode).toBe(422);
  const added = await call('POST', '/teams-bots', bot);
  expect(added.statusCode).toBe(201);
  const view = added.json<TeamsBotView>();
  const endpoint = `${app.context.config.publicUrl}/channels/teams/messages`;
  expect(view).toEqual({
    id: view.id,
    name: 'Our bot',
    appId: APP_ID,
    tenants: [TENANT],
    enabled: true,
    locked: false,
    endpoint,
  });
  expect(JSON.stringify(await Accounts(app.context).find().lean())).not.toContain(APP_PASSWORD);
  expect((await call('POST', '/teams-bots', bot)).statusCode).toBe(409);
  await eventually(async () => expect((await stateOf(view.id))?.state).toBe('up'));
  expect((await bring()).status).toBe(200);
  expect((await stateOf(view.id))?.lastIn).toBeDefined();
  const { appPassword: _, ...kept } = bot;
  expect((await call('PUT', `/teams-bots/${view.id}`, { ...kept, name: 'Renamed' })).json()).toMatchObject({
    name: 'Renamed',
  });
  expect((await call('POST', `/teams-bots/${view.id}/test`)).json()).toMatchObject({ access: { ok: true } });
  await call('PUT', `/teams-bots/${view.id}`, { ...kept, enabled: false });
  expect((await bring()).status).toBe(401);
  expect((await call('DELETE', `/teams-bots/${view.id}`)).statusCode).toBe(204);
  expect((await call('GET', '/teams-bots')).json()).toEqual({ items: [], next: null });
});

test('a secret that is not taken is told in a word, and to everybody once it has been so for two minutes', async () => {
  const { id } = (await call('POST', '/teams-bots', { ...bot, appPassword: 'wrong' })).json<TeamsBotView>();
  await eventually(async () => expect(await stateOf(id)).toMatchObject({ state: 'down', cause: 'sign-in' }));
  expect((await stateOf(id))?.failing).toBeUndefined();
  later += 130_000;
  expect((await stateOf(id))?.failing).toBe(true);
  expect((await call('PUT', `/teams-bots/${id}`, bot)).statusCode).toBe(200);
  await eventually(async () => expect((await stateOf(id))?.state).toBe('up'));
});

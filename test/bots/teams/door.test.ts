import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Intake } from '../../../server/intake/model.ts';
import { Messages } from '../../../server/tickets/message-model.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import {
  APP_ID,
  newKey,
  signJwt,
  startBotConnector,
  TENANT,
  type BotConnector,
  type TokenOptions,
} from '../../support/bot-connector.ts';
import { eventually } from '../../support/eventually.ts';
import { person, personal } from '../../support/teams.ts';

let app: TestApp;
let connector: BotConnector;
let desk: string;
let later = 0;
beforeAll(async () => {
  connector = await startBotConnector();
  app = await buildTestApp({
    empty: true,
    clock: { now: () => new Date(Date.now() + later) },
    env: { ...connector.env, TEAMS_TENANT_ID: TENANT },
  });
  desk = await app.listen();
});
afterAll(async () => {
  await app.close();
  await connector.stop();
});

const ana = person('Ana Pop');
const recorded = () => Intake(app.context).countDocuments({ channel: 'teams' });
const now = () => Math.floor(Date.now() / 1000);
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('who is refused', () => {
  const hmac = `${part({ alg: 'HS256', kid: 'main' })}.${part({ aud: APP_ID })}.AAAA`;
  const refused: [why: string, given: () => TokenOptions & { authorization?: string }, status: number][] = [
    ['no token', () => ({ authorization: '' }), 401],
    ['a password instead', () => ({ authorization: `Basic ${Buffer.from('a:b').toString('base64')}` }), 401],
    ['not a token', () => ({ authorization: 'Bearer abc.def' }), 401],
    ['parts that are no JSON', () => ({ authorization: 'Bearer AAAA.AAAA.AAAA' }), 401],
    ['no signature', () => ({ authorization: `Bearer ${connector.token().replace(/[^.]+$/, '')}` }), 401],
    [
      'the algorithm none',
      () => ({ authorization: `Bearer ${part({ alg: 'none', kid: 'main' })}.${connector.token().split('.')[1]}.AAAA` }),
      401,
    ],
    ['a secret instead of a key', () => ({ authorization: `Bearer ${hmac}` }), 401],
    ['an algorithm that is not published', () => ({ header: { alg: 'RS512' } }), 401],
    ['critical extensions', () => ({ header: { crit: ['b64'] } }), 401],
    ['no key id', () => ({ header: { kid: undefined } }), 401],
    ['an unknown key', () => ({ header: { kid: 'other' } }), 401],
    ['a key of somebody else under a known id', () => ({ key: newKey() }), 401],
    ['another issuer', () => ({ claims: { iss: 'https://sts.windows.net/evil/' } }), 401],
    [
      'an emulator’s issuer',
      () => ({ claims: { iss: `https://login.microsoftonline.com/${TENANT}/v2.0`, appid: APP_ID, ver: '2.0' } }),
      401,
    ],
    ['no issuer', () => ({ claims: { iss: undefined } }), 401],
    ['another audience', () => ({ claims: { aud: randomUUID() } }), 401],
    ['several audiences', () => ({ claims: { aud: [APP_ID] } }), 401],
    ['a token that has expired', () => ({ claims: { exp: now() - 301 } }), 401],
    ['a token that never expires', () => ({ claims: { exp: undefined } }), 401],
    ['a token of tomorrow', () => ({ claims: { nbf: now() + 86_400 } }), 401],
    ['another serviceUrl', () => ({ claims: { serviceurl: 'https://smba.example/amer/' } }), 401],
    ['no serviceUrl', () => ({ claims: { serviceurl: undefined } }), 401],
    [
      'a changed claim',
      () => {
        const [head, , mark] = connector.token().split('.');
        return {
          authorization: `Bearer ${head}.${part({ aud: APP_ID, exp: now() + 600, iss: 'https://api.botframework.com', serviceurl: connector.serviceUrl, more: 1 })}.${mark}`,
        };
      },
      401,
    ],
  ];
  test.each(refused)('%s', async (_why, given, status) => {
    const before = await recorded();
    const answer = await connector.bring(desk, personal(connector, ana, { text: 'Hello' }), given());
    expect(answer.status).toBe(status);
    expect(await recorded()).toBe(before);
  });

  test('keys that are not endorsed for Teams, or for anything', async () => {
    for (const [kid, endorsements] of [
      ['webchat', ['webchat']],
      ['none', []],
      ['bare', undefined],
    ] as const) {
      const key = connector.addKey(kid, endorsements && [...endorsements]);
      later += 61_000;
      const answer = await connector.bring(desk, personal(connector, ana, { text: 'Hello' }), { key, header: { kid } });
      expect(answer.status).toBe(403);
    }
    expect(await recorded()).toBe(0);
  });

  test('another channel under a genuine token, and a public key that is no RSA key', async () => {
    const other = await connector.bring(desk, personal(connector, ana, { text: 'Hello', channelId: 'webchat' }));
    expect(other.status).toBe(403);
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const token = signJwt({ alg: 'ES256', kid: 'main' }, { aud: APP_ID, exp: now() + 60 }, privateKey);
    expect((await connector.bring(desk, personal(connector, ana), { authorization: `Bearer ${token}` })).status).toBe(
      401,
    );
  });

  test('organisations that are not on the list, and activities that say none', async () => {
    const elsewhere = { tenant: { id: randomUUID() } };
    for (const channelData of [elsewhere, {}]) {
      const conversation = {
        conversationType: 'personal',
        id: `a:${randomUUID()}`,
        tenantId: channelData === elsewhere ? elsewhere.tenant.id : undefined,
      };
      const answer = await connector.bring(
        desk,
        personal(connector, ana, { text: 'Hello', conversation, channelData }),
      );
      expect(answer.status).toBe(403);
    }
    expect(await recorded()).toBe(0);
  });

  test('what is no activity: 400, whoever sends it', async () => {
    for (const body of [
      {},
      { ...personal(connector, ana), serviceUrl: 'file:///etc' },
      { ...personal(connector, ana), conversation: { id: 7 } },
    ])
      expect((await connector.bring(desk, body)).status).toBe(400);
    const answer = await fetch(`${desk}/channels/teams/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect(answer.status).toBe(400);
  });
});

test('a hundred replays, at once and one after the other, make one message', async () => {
  const hello = personal(connector, ana, { text: 'Where is my parcel?' });
  const answers = await Promise.all(Array.from({ length: 50 }, () => connector.bring(desk, hello)));
  for (let i = 0; i < 50; i++) answers.push(await connector.bring(desk, hello));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 100 }, () => 200));
  await eventually(async () => expect(await Messages(app.context).countDocuments({ direction: 'in' })).toBe(1));
  expect(await recorded()).toBe(1);
  const [item] = await Intake(app.context).find({ channel: 'teams' }).lean();
  expect(item?.repeats).toBe(99);
});

test('nothing is kept of what is not the customer’s words, nor of what people say among themselves', async () => {
  const before = await recorded();
  const group = {
    conversation: { conversationType: 'groupChat', isGroup: true, tenantId: TENANT, id: '19:chat@unq.gbl.spaces' },
  };
  const others = [
    personal(connector, ana, { type: 'typing' }),
    personal(connector, ana, { type: 'conversationUpdate', membersAdded: [{ id: `28:${APP_ID}` }] }),
    personal(connector, ana, { type: 'installationUpdate', action: 'add' }),
    personal(connector, ana, { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }),
    personal(connector, ana, { text: 'Lunch?', ...group }),
  ];
  for (const one of others) expect((await connector.bring(desk, one)).status).toBe(200);
  expect((await connector.bring(desk, personal(connector, ana, { type: 'invoke', name: 'task/fetch' }))).status).toBe(
    501,
  );
  expect(await recorded()).toBe(before);
});

test('new keys are found when they are used, and an unknown one makes us ask once a minute at most', async () => {
  const asked = connector.keysAsked();
  for (let i = 0; i < 5; i++)
    await connector.bring(desk, personal(connector, ana, { text: 'Hi' }), { header: { kid: `made-up-${i}` } });
  expect(connector.keysAsked()).toBeLessThanOrEqual(asked + 1);
});

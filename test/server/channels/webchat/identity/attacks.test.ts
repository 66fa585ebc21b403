import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { widgetSocket } from '../../../../../server/channels/webchat/policies.ts';
import { ticketOf } from '../../../../../server/channels/webchat/thread.ts';
import { newSession } from '../../../../../server/channels/webchat/session.ts';
import type { TrialView } from '../../../../../server/channels/webchat/identity/schema.ts';
import { Customers } from '../../../../../server/customers/model.ts';
import { Tickets } from '../../../../../server/tickets/model.ts';
import { Messages } from '../../../../../server/tickets/message-model.ts';
import { buildTestApp, type TestApp } from '../../../../support/app.ts';
import { jwt, signed } from '../../../../support/signed-visitor.ts';
import { Visitor } from '../visitor.ts';

let app: TestApp;
let url: string;
let cookie: string;
let secret: string;
let oldSecret: string;
let victim: Visitor;
/** Of a chat from before it was switched on. */
let stolen: string;
const now = { at: Date.now() };
const WORDS = 'my card ends in 4242';
const id = 'customer-1';
const email = 'ana@shop.test';

const settings = async (method: 'GET' | 'PUT' | 'POST', path: string, payload?: object) =>
  await app.inject({
    method,
    url: `/api/v1/webchat/identity${path}`,
    headers: { cookie },
    ...(payload ? { payload } : {}),
  });
const newSecret = async () => (await settings('POST', '/secret')).json<{ secret: string }>().secret;

/** A socket that says who it is. */
async function hello(asked: object): Promise<Visitor> {
  const visitor = await Visitor.open(url);
  visitor.send({ t: 'hello', ...asked });
  await visitor.until(() => visitor.all('ready').length + visitor.all('error').length > 0);
  return visitor;
}
const wordsOf = async (asked: object): Promise<string[]> => {
  const visitor = await hello(asked);
  await visitor.hear('thread');
  visitor.close();
  return visitor.messages().flatMap(({ from, text }) => (from === 'visitor' ? [text] : []));
};

beforeAll(async () => {
  app = await buildTestApp({ empty: true, clock: { now: () => new Date(now.at) } });
  url = await app.listen();
  ({ cookie } = await app.signIn('admin'));
  const before = await Visitor.greeted(url);
  stolen = before.token;
  await before.say('before-that', WORDS);
  oldSecret = await newSecret();
  secret = await newSecret();
});
afterAll(() => app.close());

describe('the settings', () => {
  it('are for admins, show the secret once, and nothing is on before there is one', async () => {
    const other = (await app.signIn('supervisor')).cookie;
    for (const [who, status] of [
      ['', 401],
      [other, 403],
    ] as const)
      for (const [method, path] of [
        ['GET', ''],
        ['PUT', ''],
        ['POST', '/secret'],
        ['POST', '/trial'],
      ] as const) {
        const answer = await app.inject({
          method,
          url: `/api/v1/webchat/identity${path}`,
          headers: { cookie: who },
          ...(method === 'PUT' ? { payload: { mode: 'off' } } : {}),
          ...(path === '/trial' ? { payload: { proof: jwt('secret', {}) } } : {}),
        });
        expect([method, path, answer.statusCode]).toEqual([method, path, status]);
      }
    const shown = await settings('GET', '');
    expect(shown.json()).toEqual({ mode: 'off', madeAt: expect.any(String) });
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect((await settings('PUT', '', { mode: 'everything' })).statusCode).toBe(400);
  });

  it('say of what the shop has signed whom it names, or what is wrong with it', async () => {
    const tried = async (proof: object) => (await settings('POST', '/trial', { proof })).json<TrialView>();
    const right = await tried(jwt(secret, { sub: id, email, name: 'Ana Pop' }));
    expect(right).toEqual({ flaw: null, id, email, name: 'Ana Pop', until: expect.any(String) });
    expect(await tried(signed(secret, { id }))).toMatchObject({ flaw: null, id, email: null });
    const soon = Math.floor(now.at / 1000) + 60;
    const flaws: [string, object][] = [
      ['signature', jwt(oldSecret, { sub: id })],
      ['signature', signed(oldSecret, { id })],
      ['algorithm', jwt(secret, { sub: id }, { alg: 'none' })],
      ['id', jwt(secret, { sub: 7 })],
      ['no-end', jwt(secret, { sub: id, exp: undefined })],
      ['over', jwt(secret, { sub: id, exp: 1 })],
      ['too-long', jwt(secret, { sub: id, exp: soon + 31 * 86_400 })],
      ['too-early', jwt(secret, { sub: id, nbf: soon + 600 })],
      ['email', jwt(secret, { sub: id, email: 'ana' })],
      ['name', jwt(secret, { sub: id, name: ' ' })],
    ];
    for (const [flaw, proof] of flaws) expect([proof, (await tried(proof)).flaw]).toEqual([proof, flaw]);
  });
});

describe('while proof is optional', () => {
  it('nobody is believed a name or an address without it', async () => {
    expect((await settings('PUT', '', { mode: 'optional' })).json()).toMatchObject({ mode: 'optional' });
    const anonymous = await Visitor.greeted(url);
    await anonymous.say('says-to-be-ana', 'I am Ana', { name: 'Ana Pop', email });
    await anonymous.until(() => anonymous.messages().length > 0);
    const doc = await Messages(app.context).findOne({ direction: 'in' }).sort({ _id: -1 }).lean();
    expect(await Customers(app.context).countDocuments({ 'identities.kind': 'email' })).toBe(0);
    expect(doc?.authorName).toBeFalsy();
    anonymous.close();
  });
});

describe('while proof is required', () => {
  beforeAll(async () => {
    await settings('PUT', '', { mode: 'required' });
    victim = await hello({ identity: jwt(secret, { sub: id, email, name: 'Ana Pop' }) });
    await victim.hear('thread');
    await victim.say('the-victims-own', WORDS);
    await victim.until(() => victim.messages().length > 0);
  });

  it('whom the shop has signed has one chat on all devices, under the name that was signed', async () => {
    expect(await wordsOf({ identity: jwt(secret, { sub: id }) })).toEqual([WORDS]);
    expect(await wordsOf({ identity: signed(secret, { id }) })).toEqual([WORDS]);
    expect(await wordsOf({ identity: signed(secret, { id: 'customer-2' }) })).toEqual([]);
  });

  it('a chat that was open when it was switched on is at an end', async () => {
    await settings('PUT', '', { mode: 'optional' });
    const anonymous = await Visitor.greeted(url);
    await settings('PUT', '', { mode: 'required' });
    await anonymous.until(() => anonymous.closed > 0);
    victim = await hello({ identity: jwt(secret, { sub: id }) });
    await victim.hear('thread');
  });

  const own = () => signed(secret, { id: 'eve', email: 'eve@shop.test' });
  const parts = (proof: object) => (proof as { token: string }).token.split('.');
  const claims = (given: object) => Buffer.from(JSON.stringify(given)).toString('base64url');
  const soon = () => Math.floor(now.at / 1000) + 3600;
  /** What an attacker says in place of a proof of their own. */
  const attacks: [string, () => object][] = [
    ['nothing', () => ({})],
    ['a session from before', () => ({ session: stolen })],
    ['a session of their own', () => ({ session: newSession(app.context.vault).token })],
    ['the id alone', () => ({ identity: { id, expires: soon() } })],
    ['the id with their own signature', () => ({ identity: { ...own(), id } })],
    ['the address with their own signature', () => ({ identity: { ...own(), email } })],
    ['a token without algorithm', () => ({ identity: jwt(secret, { sub: id }, { alg: 'none' }) })],
    [
      'a token that is not signed',
      () => ({ identity: { token: `${claims({ alg: 'none' })}.${claims({ sub: id, exp: soon() })}.` } }),
    ],
    ['a token of their own secret', () => ({ identity: jwt('eve', { sub: id }) })],
    ['a token of the secret before', () => ({ identity: jwt(oldSecret, { sub: id }) })],
    ['a token of another algorithm', () => ({ identity: jwt(secret, { sub: id }, { alg: 'HS512' }, 'sha512') })],
    ['a token that has ended', () => ({ identity: jwt(secret, { sub: id, exp: Math.floor(now.at / 1000) - 1 }) })],
    ['a token without end', () => ({ identity: jwt(secret, { sub: id, exp: undefined }) })],
    ['a token that begins later', () => ({ identity: jwt(secret, { sub: id, nbf: soon() }) })],
    [
      'their own token with the id changed',
      () => {
        const [head, , end] = parts(jwt(secret, { sub: 'eve' }));
        return { identity: { token: `${head}.${claims({ sub: id, exp: soon() })}.${end}` } };
      },
    ],
    ['the name of an object', () => ({ identity: jwt('eve', { sub: '__proto__' }) })],
    ['their own proof with a session from before', () => ({ identity: own(), session: stolen })],
    ['their own proof with the id in other letters', () => ({ identity: signed(secret, { id: 'Customer-1' }) })],
  ];
  const frames: Record<keyof typeof widgetSocket.client, object> = {
    hello: { t: 'hello' },
    start: { t: 'start' },
    ping: { t: 'ping' },
    message: { t: 'message', clientId: 'the-victims-own', text: 'I am you', locale: 'en' },
    typing: { t: 'typing', on: true },
    read: { t: 'read', n: 1 },
    email: { t: 'email', email: 'eve@shop.test', locale: 'en' },
    code: { t: 'code', email, code: '000000' },
    address: { t: 'address', email: 'eve@shop.test' },
    rate: { t: 'rate', score: 1, comment: 'from eve' },
    transcript: { t: 'transcript', email: 'eve@shop.test', locale: 'en' },
    requests: { t: 'requests', pass: `${String(now.at + 1e9)}.${'A'.repeat(43)}` },
  };

  it.each(attacks)('%s brings nobody to another’s chat, by any call', async (name, asked) => {
    const heard: unknown[] = [];
    for (const frame of Object.values(frames)) {
      const eve = await hello(asked());
      eve.send(frame);
      eve.send({ t: 'ping' });
      await eve.until(() => eve.all('pong').length > 0 || eve.all('error').some(({ code }) => code === 'hello-first'));
      heard.push(...eve.heard);
      if (!name.startsWith('their own proof'))
        expect(eve.heard.filter(({ t }) => t !== 'error' && t !== 'pong')).toEqual([]);
      eve.close();
    }
    const form = new FormData();
    const { identity, session } = asked() as { identity?: object; session?: string };
    if (identity) form.append('identity', JSON.stringify(identity));
    form.append('session', session ?? stolen);
    form.append('message', JSON.stringify({ clientId: 'with-a-file', text: 'I am you', locale: 'en' }));
    form.append('file', new File(['x'], 'x.txt'));
    const answer = await fetch(`${url}/channels/webchat/messages`, { method: 'POST', body: form });
    heard.push(await answer.text());
    expect(answer.status).toBe(name.startsWith('their own proof') ? 202 : 401);
    expect(JSON.stringify(heard)).not.toContain(WORDS);
    expect(await wordsOf({ identity: jwt(secret, { sub: id }) })).toEqual([WORDS]);
  });

  it('the one whom it was about has heard nothing of all this, nor has an agent in their name', async () => {
    expect(victim.heard.map(({ t }) => t)).toEqual(['ready', 'thread', 'state']);
    const doc = await Tickets(app.context)
      .findOne({ threadKeys: { $ne: null }, rating: { $ne: null } })
      .lean();
    expect(doc).toBeNull();
    const own = await ticketOf(app.context, app.context.vault.sign('webchat-identity', id, 16));
    expect(await Tickets(app.context).countDocuments({ _id: own?.ticket, seen: null })).toBe(1);
    expect(attacks.length).toBeGreaterThanOrEqual(12);
  });

  it('what ends while the chat is open ends it, at the next call or the next answer', async () => {
    const proof = () => jwt(secret, { sub: id, exp: Math.floor(now.at / 1000) + 60 });
    const [talks, listens] = [await hello({ identity: proof() }), await hello({ identity: proof() })];
    await Promise.all([talks.hear('thread'), listens.hear('thread')]);
    now.at += 61_000;
    talks.send({ t: 'message', clientId: 'too-late-now', text: 'still me', locale: 'en' });
    expect(await talks.hear('error')).toMatchObject({ code: 'bad-identity', ref: 'too-late-now' });
    await talks.until(() => talks.closed > 0);
    expect(talks.closed).toBe(4401);
    await victim.say('the-victims-next', 'one more');
    await listens.until(() => listens.closed > 0);
    expect(JSON.stringify(listens.all('message'))).not.toContain('one more');
    await expect.poll(() => wordsOf({ identity: jwt(secret, { sub: id }) })).toEqual([WORDS, 'one more']);
  });
});

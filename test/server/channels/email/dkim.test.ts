import resolver from 'node:dns';
import { authenticate } from 'mailauth';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SigningKeys } from '../../../../server/channels/email/dkim/model.ts';
import type { SigningView } from '../../../../server/channels/email/dkim/schema.ts';
import { startNameServer, type NameServer } from '../../../support/dns.ts';
import { eventually } from '../../../support/eventually.ts';
import { mailOf } from './desk.ts';
import { openSendingDesk, type SendingDesk } from './sending-desk.ts';

const path = '/mail-signing/desk.test';
let desk: SendingDesk;
let dns: NameServer;
const system = resolver.getServers();
beforeAll(async () => {
  dns = await startNameServer();
  resolver.setServers([dns.address]);
  desk = await openSendingDesk();
});
afterAll(async () => {
  resolver.setServers(system);
  await desk.close();
  await dns.stop();
});

const list = async () => (await desk.call('GET', '/mail-signing')).json<{ items: SigningView[] }>().items;
const check = async () => (await desk.call('POST', `${path}/check`)).json<SigningView>();
/** An answer as it reaches its receiver. */
async function sentAnswer(count: number): Promise<Buffer> {
  await desk.answer(await desk.bring(mailOf({})), { text: 'A long line, and żółć.\n\n.\n'.repeat(20) });
  await eventually(async () => expect(await desk.sent()).toHaveLength(count));
  return desk.sink.taken.at(-1)?.raw ?? Buffer.alloc(0);
}
/** What a receiver finds who asks the same name server. */
async function verified(raw: Buffer) {
  const { dkim } = await authenticate(raw, {
    resolver: (name) => {
      const text = dns.records.get(name);
      return text === undefined
        ? Promise.reject(Object.assign(new Error(name), { code: 'ENOTFOUND' }))
        : Promise.resolve([[text]]);
    },
    disableArc: true,
    disableBimi: true,
    mta: 'receiver',
  });
  return dkim.results.map(({ signingDomain, status }) => [signingDomain, status.result, status.aligned]);
}

it('is for admins', async () => {
  for (const [method, url] of [
    ['GET', '/api/v1/mail-signing'],
    ['POST', `/api/v1${path}`],
    ['POST', `/api/v1${path}/check`],
    ['DELETE', `/api/v1${path}`],
  ] as const) {
    expect((await desk.app.inject({ method, url })).statusCode).toBe(401);
    const { cookie } = await desk.app.signIn('supervisor');
    expect((await desk.app.inject({ method, url, headers: { cookie } })).statusCode).toBe(403);
  }
  expect((await desk.call('POST', '/mail-signing/foreign.test')).statusCode).toBe(404);
  expect((await desk.call('POST', `${path}/check`)).statusCode).toBe(404);
  expect((await desk.call('DELETE', path)).statusCode).toBe(404);
});

it('signs once the record is published, and not before', async () => {
  expect(await list()).toEqual([{ domain: 'desk.test', addresses: ['support@desk.test'], key: null }]);
  const made = (await desk.call('POST', path)).json<SigningView>();
  expect((await desk.call('POST', path)).statusCode).toBe(409);
  const { name = '', text = '' } = made.key ?? {};
  expect(name).toMatch(/^ombud-[\da-f]{6}\._domainkey\.desk\.test$/);
  expect(await check()).toMatchObject({ found: 'missing', key: { signs: false } });
  dns.records.set(name, text.replace(/p=..../, 'p=AAAA'));
  expect(await check()).toMatchObject({ found: 'different', key: { signs: false } });
  expect(await verified(await sentAnswer(1))).toEqual([[undefined, 'none', undefined]]);
  dns.records.set(name, text);
  expect(await check()).toMatchObject({ found: 'right', key: { signs: true } });

  const raw = await sentAnswer(2);
  expect(await verified(raw)).toEqual([['desk.test', 'pass', 'desk.test']]);
  const changed = Buffer.from(raw.toString('latin1').replace('long', 'list'), 'latin1');
  expect((await verified(changed))[0]?.[1]).not.toBe('pass');

  const stored = JSON.stringify(await SigningKeys(desk.app.context).find().lean());
  expect(stored).not.toContain('PRIVATE KEY');
  expect(JSON.stringify(await list())).not.toContain('PRIVATE');
});

it(
  'goes on signing while the name server is silent, and ends with the record or the key',
  { timeout: 60_000 },
  async () => {
    const name = (await list())[0]?.key?.name ?? '';
    dns.silent = true;
    expect(await check()).toMatchObject({ found: 'silent', key: { signs: true } });
    dns.silent = false;
    const text = dns.records.get(name) ?? '';
    dns.records.delete(name);
    expect(await check()).toMatchObject({ found: 'missing', key: { signs: false } });
    dns.records.set(name, text);
    expect(await check()).toMatchObject({ found: 'right', key: { signs: true } });
    expect((await desk.call('DELETE', path)).statusCode).toBe(204);
    expect((await list())[0]?.key).toBeNull();
    expect((await verified(await sentAnswer(3)))[0]?.[1]).toBe('none');
  },
);

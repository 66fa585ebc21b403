import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { openSmtpSink, type SmtpSink } from '../../support/smtp-sink.ts';

const DAY = 86_400_000;
let now = new Date('2037-03-01T09:00:00Z').getTime();
let app: TestApp;
let admin: string;
beforeAll(async () => {
  app = await buildTestApp({
    clock: { now: () => new Date(now) },
    env: { PUBLIC_URL: 'https://desk.example.com' },
  });
  admin = (await app.signIn('admin')).cookie;
});
afterAll(() => app.close());

let people = 0;
const address = () => `new${(people += 1)}@desk.test`;
const post = (path: string, payload: object = {}, cookie = '', headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: `/api/v1${path}`,
    payload,
    remoteAddress: `10.1.${people % 250}.1`,
    headers: { ...(cookie ? { cookie } : {}), ...headers },
  });
const invite = (more: object = {}, headers = {}) =>
  post('/invitations', { email: address(), name: 'Ana Pop', ...more }, admin, headers);
const tokenOf = (link: string) => link.split('#')[1] ?? '';
const PASSWORD = 'a long new password';

describe('an invitation', () => {
  it('is made by admins only', async () => {
    const wish = { email: address(), name: 'Ana' };
    expect((await post('/invitations', wish)).statusCode).toBe(401);
    expect((await post('/invitations', wish, (await app.signIn('supervisor')).cookie)).statusCode).toBe(403);
  });

  it('gives a link of PUBLIC_URL, whatever the request says of its host', async () => {
    const answer = await invite({ role: 'supervisor' }, { 'x-forwarded-host': 'evil.example', host: 'evil.example' });
    expect(answer.statusCode).toBe(201);
    const { agent, invitation } = answer.json();
    expect(agent).toMatchObject({ role: 'supervisor', invited: true, active: true });
    expect(invitation).toMatchObject({ kind: 'invitation', mailed: false });
    expect(invitation.link).toMatch(/^https:\/\/desk\.example\.com\/inbox\/password#[\w-]{43}$/);
  });

  it('lets nobody in before the password is set, and then signs in, once', async () => {
    const { agent, invitation } = (await invite()).json();
    const login = { email: agent.email, password: '' };
    expect((await post('/session', { ...login, password: 'anything at all' })).json()).toMatchObject({
      code: 'wrong-credentials',
    });
    const token = tokenOf(invitation.link);
    expect((await post('/session/link', { token })).json()).toEqual({
      kind: 'invitation',
      name: 'Ana Pop',
      email: agent.email,
    });
    const entered = await post('/session/password', { token, password: PASSWORD });
    expect(entered.json()).toMatchObject({ session: { agent: { id: agent.id, invited: false } } });
    expect(String(entered.headers['set-cookie'])).toMatch(/^ombud_session=/);
    expect((await post('/session', { ...login, password: PASSWORD })).statusCode).toBe(200);
    expect((await post('/session/password', { token, password: 'another password' })).json()).toMatchObject({
      status: 410,
      code: 'link-gone',
    });
    expect((await post('/session/link', { token })).statusCode).toBe(410);
  });

  it('gives the password to one of two who use it at once', async () => {
    const token = tokenOf((await invite()).json().invitation.link);
    const both = await Promise.all([1, 2].map(() => post('/session/password', { token, password: PASSWORD })));
    expect(both.map((answer) => answer.statusCode).sort()).toEqual([200, 410]);
  });

  it('lasts a week, and a new one makes the old one void', async () => {
    const { agent, invitation } = (await invite()).json();
    const again = (await post(`/agents/${agent.id}/link`, {}, admin)).json();
    expect(again).toMatchObject({ kind: 'invitation', mailed: false });
    expect((await post('/session/link', { token: tokenOf(invitation.link) })).statusCode).toBe(410);
    now += 7 * DAY - 60_000;
    expect((await post('/session/link', { token: tokenOf(again.link) })).statusCode).toBe(200);
    now += 60_000;
    expect((await post('/session/password', { token: tokenOf(again.link), password: PASSWORD })).statusCode).toBe(410);
    admin = (await app.signIn('admin')).cookie;
  });

  it('is stored as a hash, and means nothing to a page of another site', async () => {
    const token = tokenOf((await invite()).json().invitation.link);
    const stored = await app.context.db.collection('agent_links').find().toArray();
    expect(JSON.stringify(stored)).not.toContain(token);
    const foreign = { origin: 'https://evil.example' };
    expect((await post('/session/password', { token, password: PASSWORD }, '', foreign)).json()).toMatchObject({
      code: 'cross-site',
    });
  });

  it('of somebody switched off is void', async () => {
    const { agent, invitation } = (await invite()).json();
    const off = { method: 'PUT' as const, url: `/api/v1/agents/${agent.id}`, payload: { active: false } };
    expect((await app.inject({ ...off, headers: { cookie: admin } })).statusCode).toBe(200);
    expect((await post('/session/link', { token: tokenOf(invitation.link) })).statusCode).toBe(410);
    expect((await post(`/agents/${agent.id}/link`, {}, admin)).statusCode).toBe(422);
  });
});

describe('a password reset', () => {
  it('by an admin ends the sessions of before', async () => {
    const { agent, cookie } = await app.signIn();
    const { kind, link } = (await post(`/agents/${agent.id}/link`, {}, admin)).json();
    expect(kind).toBe('reset');
    const whoAmI = () => app.inject({ url: '/api/v1/session', headers: { cookie } });
    expect((await whoAmI()).statusCode).toBe(200);
    expect((await post('/session/password', { token: tokenOf(link), password: PASSWORD })).statusCode).toBe(200);
    expect((await whoAmI()).statusCode).toBe(401);
    expect((await post('/session', { email: agent.email, password: agent.password })).statusCode).toBe(401);
  });

  it('that nobody can be mailed is not made: one that was passed on stays good', async () => {
    const { agent, invitation } = (await invite()).json();
    const answer = await post('/session/reset', { email: agent.email });
    expect([answer.statusCode, answer.body]).toEqual([202, 'null']);
    expect((await post('/session/link', { token: tokenOf(invitation.link) })).statusCode).toBe(200);
  });

  it('guessing is limited', async () => {
    people += 1;
    const codes: number[] = [];
    for (let i = 0; i < 31; i += 1)
      codes.push((await post('/session/link', { token: String(i).padStart(43, 'x') })).statusCode);
    expect([codes.slice(0, 30).every((code) => code === 410), codes[30]]).toEqual([true, 429]);
  });
});

describe('with outgoing mail', () => {
  let smtp: SmtpSink;
  let desk: TestApp;
  let cookie: string;
  beforeAll(async () => {
    smtp = await openSmtpSink();
    desk = await buildTestApp({
      env: { PUBLIC_URL: 'https://desk.example.com', MAIL_ADDRESS: 'support@desk.example', SMTP_URL: smtp.url },
    });
    await desk.listen();
    ({ cookie } = await desk.signIn('admin'));
  });
  afterAll(async () => {
    await desk.close();
    await smtp.stop();
  });
  const ask = (path: string, payload: object, more = {}) =>
    desk.inject({ method: 'POST', url: `/api/v1${path}`, payload, ...more });

  it('an invitation is mailed in the agent’s language, and the link told to nobody else', async () => {
    const wish = { email: 'pavel@desk.test', name: 'Павел', locale: 'ru' };
    const answer = (await ask('/invitations', wish, { headers: { cookie } })).json();
    expect(answer.invitation).toMatchObject({ mailed: true });
    expect(answer.invitation).not.toHaveProperty('link');
    const mail = smtp.taken.at(-1);
    expect([mail?.from, mail?.to]).toEqual(['', ['pavel@desk.test']]);
    const raw = mail?.raw.toString('utf8') ?? '';
    expect(raw).toMatch(/^Auto-Submitted: auto-generated$/m);
    const text = Buffer.from(raw.split('\r\n\r\n')[1] ?? '', 'base64').toString('utf8');
    expect(text).toContain('Здравствуйте, Павел!');
    expect(text).toMatch(/https:\/\/desk\.example\.com\/inbox\/password#[\w-]{43}/);
  });

  it('whoever forgot a password is mailed; an unknown address is answered the same, and mailed nothing', async () => {
    const { agent } = await desk.signIn();
    const before = smtp.taken.length;
    const answers = [
      await ask('/session/reset', { email: 'nobody@desk.test' }),
      await ask('/session/reset', { email: agent.email.toUpperCase() }),
    ];
    expect(new Set(answers.map((answer) => `${answer.statusCode} ${answer.body}`))).toEqual(new Set(['202 null']));
    await eventually(() => expect(smtp.taken.length).toBe(before + 1));
    expect(smtp.taken.at(-1)?.to).toEqual([agent.email]);
  });
});

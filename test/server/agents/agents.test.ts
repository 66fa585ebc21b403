import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureFirstAdmin } from '../../../server/agents/first-admin.ts';
import { Agents, Teams } from '../../../server/agents/model.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';

let app: TestApp;
let admin: string;
beforeAll(async () => {
  app = await buildTestApp();
  admin = (await app.signIn('admin')).cookie;
});
afterAll(() => app.close());

const call = (method: 'GET' | 'POST' | 'PUT', url: string, payload?: object, cookie = admin) =>
  app.inject({ method, url: `/api/v1${url}`, headers: { cookie }, ...(payload ? { payload } : {}) });

describe('the first start', () => {
  it('makes one admin with the password of the environment, and a team with everybody in it', async () => {
    const first = await Agents(app.context).findOne({ email: app.context.config.admin.email }).lean();
    const team = await Teams(app.context).findOne().lean();
    expect(first).toMatchObject({ role: 'admin', teams: [team?._id] });
    const payload = { email: 'admin@localhost', password: 'correct horse battery' };
    expect((await app.inject({ method: 'POST', url: '/api/v1/session', payload })).statusCode).toBe(200);
    expect(await ensureFirstAdmin(app.context)).toBeUndefined();
  });

  it('makes up a one-time password when none is given', async () => {
    const config = { ...app.context.config, admin: { email: 'first@desk.test', password: undefined } };
    const before = await Agents(app.context).find().lean();
    await Agents(app.context).deleteMany({});
    const made = await ensureFirstAdmin({ ...app.context, config });
    expect(made).toMatchObject({ email: 'first@desk.test', password: expect.stringMatching(/^(\w{5}-){3}\w{5}$/) });
    const payload = { email: made?.email, password: made?.password };
    expect((await app.inject({ method: 'POST', url: '/api/v1/session', payload })).statusCode).toBe(200);
    await Agents(app.context).insertMany(before);
  });
});

describe('agents', () => {
  it('are not shown and not made without signing in, nor made by agents', async () => {
    expect((await app.inject({ url: '/api/v1/agents' })).statusCode).toBe(401);
    expect((await app.inject({ method: 'POST', url: '/api/v1/agents', payload: {} })).statusCode).toBe(401);
    const { cookie } = await app.signIn('supervisor');
    const payload = { email: 'x@desk.test', name: 'X' };
    expect((await call('POST', '/agents', payload, cookie)).statusCode).toBe(403);
    expect((await call('GET', '/agents', undefined, cookie)).statusCode).toBe(200);
  });

  it('start with all languages, the default team and the usual capacity, and a one-time password', async () => {
    const answer = await call('POST', '/agents', { email: 'Ana@Desk.test', name: ' Ana ' });
    expect(answer.statusCode).toBe(201);
    const { password, ...agent } = answer.json() as { password: string };
    expect(agent).toMatchObject({
      email: 'ana@desk.test',
      name: 'Ana',
      role: 'agent',
      languages: ['en', 'es', 'ro', 'pl', 'ru'],
      teams: [{ name: 'Support' }],
      capacity: { live: 3, mail: 20 },
      availability: 'offline',
      locale: 'en',
      settings: { theme: 'system', shortcuts: true, undoSeconds: 10 },
      active: true,
    });
    const signedIn = await app.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload: { email: 'ana@desk.test', password },
    });
    expect(signedIn.statusCode).toBe(200);
    expect((await call('POST', '/agents', { email: 'ana@desk.test', name: 'Ana again' })).json()).toMatchObject({
      code: 'already-exists',
    });
  });

  it.each<[string, object, number]>([
    ['an unknown field', { admin: true }, 400],
    ['an unknown role', { role: 'owner' }, 400],
    ['a short password', { password: 'short' }, 400],
    ['an operator for a name', { name: { $gt: '' } }, 400],
    ['an unknown language', { languages: ['xx'] }, 400],
    ['an unknown team', { teams: ['0'.repeat(24)] }, 422],
  ])('are not made with %s', async (_what, wrong, status) => {
    expect((await call('POST', '/agents', { email: 'wrong@desk.test', name: 'Wrong', ...wrong })).statusCode).toBe(
      status,
    );
  });

  it('change their own name, language and settings, and nothing else', async () => {
    const { cookie, agent } = await app.signIn();
    const answer = await call('PUT', '/agents/me', { name: 'Ion', locale: 'ro', settings: { theme: 'dark' } }, cookie);
    expect(answer.json()).toMatchObject({
      id: agent.id,
      name: 'Ion',
      locale: 'ro',
      settings: { theme: 'dark', shortcuts: true },
    });
    const { settings } = (await call('PUT', '/agents/me', { settings: { undoSeconds: 30 } }, cookie)).json();
    expect(settings).toMatchObject({ theme: 'dark', undoSeconds: 30 });
    for (const wrong of [{ role: 'admin' }, { settings: { undoSeconds: 61 } }])
      expect((await call('PUT', '/agents/me', wrong, cookie)).statusCode).toBe(400);
  });

  it('set their availability', async () => {
    const { cookie } = await app.signIn();
    expect((await call('PUT', '/agents/me/availability', { state: 'online' }, cookie)).json()).toMatchObject({
      availability: 'online',
    });
    expect((await call('PUT', '/agents/me/availability', { state: 'asleep' }, cookie)).statusCode).toBe(400);
  });

  it('never lose the last admin', async () => {
    const { agent } = (await call('GET', '/session')).json() as { agent: { id: string } };
    const others = await Agents(app.context)
      .find({ role: 'admin', _id: { $ne: agent.id } })
      .lean();
    for (const { _id } of others)
      expect((await call('PUT', `/agents/${String(_id)}`, { active: false })).statusCode).toBe(200);
    for (const change of [{ role: 'agent' }, { active: false }])
      expect((await call('PUT', `/agents/${agent.id}`, change)).statusCode).toBe(422);
  });
});

describe('teams', () => {
  it('have a name of their own and a zone that exists', async () => {
    const agent = (await app.signIn()).agent.id;
    const answer = await call('POST', '/teams', { name: 'Returns', timeZone: 'Europe/Warsaw', agents: [agent] });
    expect(answer.json()).toMatchObject({ name: 'Returns', timeZone: 'Europe/Warsaw' });
    expect((await call('POST', '/teams', { name: 'Returns' })).statusCode).toBe(409);
    expect((await call('POST', '/teams', { name: 'Mars', timeZone: 'Mars/Olympus' })).statusCode).toBe(422);
    const { items } = (await call('GET', '/teams')).json() as { items: { name: string }[] };
    expect(items.map(({ name }) => name)).toEqual(['Support', 'Returns']);
    const stored = await Agents(app.context).findById(agent).lean();
    expect(stored?.teams.map(String)).toContain((answer.json() as { id: string }).id);
  });
});

import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { followSchedules } from '../../../server/agents/follow-schedule.ts';
import { Agents } from '../../../server/agents/model.ts';
import { scheduled } from '../../../server/agents/schedule.ts';
import type { Stretch } from '../../../server/settings/calendar/hours.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';

let now = Date.now();
let app: TestApp;
let url: string;
/** A new app, or one that goes on with the data of another. */
const start = async (before?: TestApp) => {
  const uri = before?.context.config.mongodbUri;
  app = await buildTestApp({
    clock: { now: () => new Date(now) },
    ...(before ? { dataDir: before.dataDir } : {}),
    ...(uri ? { env: { MONGODB_URI: uri } } : {}),
  });
  url = await app.listen();
};
beforeAll(() => start());
afterAll(() => app.close());

type Agent = Awaited<ReturnType<TestApp['signIn']>>;
const eventually = (question: () => unknown) => expect.poll(question, { timeout: 30_000, interval: 50 });
const read = async ({ agent }: Agent) => await Agents(app.context).findById(agent.id).lean();
const availability = async (agent: Agent) => (await read(agent))?.availability;
const goOnline = ({ cookie }: Agent) =>
  app.inject({
    method: 'PUT',
    url: '/api/v1/agents/me/availability',
    payload: { state: 'online' },
    headers: { cookie },
  });
const open = async ({ cookie }: Agent): Promise<WebSocket> => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/inbox`, { headers: { cookie, origin: url } });
  await once(socket, 'open');
  socket.send('{"t":"hello"}');
  await once(socket, 'message');
  return socket;
};
/** Two turns of the sweep have passed when an agent who is surely gone has been taken offline. */
const swept = async () => {
  const marker = await app.signIn();
  await Agents(app.context).updateOne(
    { _id: marker.agent.id },
    { $set: { availability: 'online', lastSeenAt: new Date(now - 61_000) } },
  );
  await eventually(() => availability(marker)).toBe('offline');
};

it('an agent is offline a minute after the last socket has gone, and not before', async () => {
  now += 61_000;
  const agent = await app.signIn();
  await goOnline(agent);
  const [one, two] = [await open(agent), await open(agent)];
  one.terminate();
  now += 120_000;
  await swept();
  expect(await availability(agent)).toBe('online');
  two.send('{"t":"ping"}');
  await once(two, 'message');
  two.terminate();
  await eventually(() => app.server.websocketServer.clients.size).toBe(0);
  await eventually(async () => now - ((await read(agent))?.lastSeenAt?.getTime() ?? 0)).toBeLessThan(900);
  now += 59_000;
  await swept();
  expect(await availability(agent)).toBe('online');
  now += 2_000;
  await eventually(() => availability(agent)).toBe('offline');
});

it('who comes back in time stays', async () => {
  const agent = await app.signIn();
  await goOnline(agent);
  (await open(agent)).terminate();
  now += 50_000;
  const back = await open(agent);
  now += 50_000;
  await swept();
  expect(await availability(agent)).toBe('online');
  back.terminate();
});

it('who set it without an inbox keeps it', async () => {
  const agent = await app.signIn();
  await goOnline(agent);
  now += 3_600_000;
  await swept();
  expect(await availability(agent)).toBe('online');
});

it('after a restart everybody gets a minute to come back, however long it took', async () => {
  const [stays, gone] = [await app.signIn(), await app.signIn()];
  for (const agent of [stays, gone]) await goOnline(agent);
  const sockets = [await open(stays), await open(gone)];
  await app.close(true);
  for (const socket of sockets) socket.terminate();
  now += 3_600_000;
  await start(app);
  const back = await open(stays);
  now += 59_000;
  expect([await availability(stays), await availability(gone)]).toEqual(['online', 'online']);
  now += 2_000;
  await eventually(() => availability(gone)).toBe('offline');
  expect(await availability(stays)).toBe('online');
  back.terminate();
});

describe('by schedule', () => {
  const at = (time: string) => (now = Date.parse(`${time}+01:00`));
  const weekly = (...stretches: [string, string][]) =>
    [1, 2, 3, 4, 5].flatMap((day) => stretches.map(([from, to]) => ({ day, from, to })));
  const hours = weekly(['09:00', '13:00'], ['14:00', '17:00']);
  const follow = async (agent: Agent, schedule: object | null, as?: string) => {
    const { cookie } = await app.signIn('admin');
    return await app.inject({
      method: 'PUT',
      url: `/api/v1/agents/${agent.agent.id}`,
      headers: { cookie: as ?? cookie },
      payload: { schedule },
    });
  };
  const choose = async ({ cookie }: Agent, state: string) =>
    await app.inject({ method: 'PUT', url: '/api/v1/agents/me/availability', payload: { state }, headers: { cookie } });
  const becomes = (agent: Agent, state: string) => eventually(() => availability(agent)).toBe(state);
  /** What the sweep does, now. */
  const turn = () => followSchedules(app.context, new Date(now - 60_000), new Set());
  const isThen = async (agent: Agent, state: string) => {
    await turn();
    expect(await availability(agent)).toBe(state);
  };

  it('an agent comes, pauses and goes, and what is chosen by hand holds until the next change', async () => {
    at('2027-03-01T08:30');
    const agent = await app.signIn();
    expect((await follow(agent, { timeZone: null, hours }, agent.cookie)).statusCode).toBe(403);
    expect((await follow(agent, { timeZone: 'Mars/Olympus', hours: null })).statusCode).toBe(422);
    expect((await follow(agent, { timeZone: null, hours: [{ day: 1, from: '09:00', to: '08:00' }] })).statusCode).toBe(
      422,
    );
    const schedule = { timeZone: 'Europe/Warsaw', hours };
    expect((await follow(agent, schedule)).json()).toMatchObject({ schedule, availability: 'offline' });
    const told: string[][] = [];
    const emit = app.context.events.emit.bind(app.context.events);
    app.context.events.emit = async (name, payload) => {
      const of = payload as { agent?: string; fields: string[] };
      if (name === 'agent.changed' && of.agent === agent.agent.id) told.push(of.fields);
      return await emit(name, payload);
    };
    at('2027-03-01T09:00');
    await isThen(agent, 'online');
    at('2027-03-01T13:10');
    await isThen(agent, 'away');
    at('2027-03-01T14:00');
    await isThen(agent, 'online');
    expect(told).toEqual([['availability'], ['availability'], ['availability']]);
    app.context.events.emit = emit;
    await choose(agent, 'offline');
    at('2027-03-01T16:59');
    await isThen(agent, 'offline');
    at('2027-03-02T09:00');
    await isThen(agent, 'online');
    at('2027-03-02T17:00');
    await isThen(agent, 'offline');
    await choose(agent, 'online');
    at('2027-03-02T23:00');
    await isThen(agent, 'online');
    expect((await follow(agent, null)).json()).toMatchObject({ schedule: null });
    at('2027-03-03T18:00');
    await isThen(agent, 'online');
  });

  it('nobody is online whose inbox is closed, and everybody who opens it', async () => {
    at('2027-03-01T08:00');
    const agent = await app.signIn();
    (await open(agent)).terminate();
    await eventually(() => app.server.websocketServer.clients.size).toBe(0);
    await eventually(async () => (await read(agent))?.lastSeenAt).toBeTruthy();
    await follow(agent, { timeZone: 'Europe/Warsaw', hours });
    at('2027-03-01T09:30');
    await eventually(async () => (await read(agent))?.standing).toBe('awaited');
    expect(await availability(agent)).toBe('offline');
    const socket = await open(agent);
    await becomes(agent, 'online');
    socket.terminate();
    await eventually(() => app.server.websocketServer.clients.size).toBe(0);
    at('2027-03-01T09:35');
    await becomes(agent, 'offline');
    const back = await open(agent);
    await becomes(agent, 'online');
    back.terminate();
    await follow(agent, null);
  });

  it('it goes by the calendar of the team, holidays too', async () => {
    at('2027-03-01T08:00');
    const { cookie } = await app.signIn('admin');
    const put = (payload: object) =>
      app.inject({ method: 'PUT', url: '/api/v1/calendars/desk', headers: { cookie }, payload });
    await put({ timeZone: 'Europe/Warsaw', hours, holidays: [{ date: '2027-03-02', name: 'Stocktaking' }] });
    const agent = await app.signIn();
    await follow(agent, { timeZone: null, hours: null });
    at('2027-03-01T09:00');
    await isThen(agent, 'online');
    at('2027-03-02T10:00');
    await isThen(agent, 'offline');
    // The calendar changes, and with it what is due now.
    await put({ holidays: [] });
    await isThen(agent, 'online');
    await follow(agent, null);
  });
});

describe('a schedule says', () => {
  const calendar = (...hours: Stretch[]) => ({ timeZone: 'UTC', hours, holidays: [] });
  const day = (from: string, to: string, on = 1) => ({ day: on, from, to });
  const always = [1, 2, 3, 4, 5, 6, 7].map((on) => day('00:00', '24:00', on));
  it.each<[string, ReturnType<typeof calendar>, string, string, string]>([
    ['online', calendar(day('09:00', '17:00')), '2027-03-01T09:00Z', 'online', '2027-03-01T09:00Z'],
    [
      'online, over midnight',
      calendar(day('22:00', '24:00'), day('00:00', '06:00', 2)),
      '2027-03-02T05:00Z',
      'online',
      '2027-03-01T22:00Z',
    ],
    ['online for ever', calendar(...always), '2027-03-01T09:00Z', 'online', '1970-01-01T00:00Z'],
    [
      'away in a pause',
      calendar(day('09:00', '12:00'), day('15:00', '17:00')),
      '2027-03-01T13:00Z',
      'away',
      '2027-03-01T12:00Z',
    ],
    [
      'offline in a long one',
      calendar(day('09:00', '12:00'), day('15:01', '17:00')),
      '2027-03-01T13:00Z',
      'offline',
      '2027-03-01T12:00Z',
    ],
    ['offline in the evening', calendar(day('09:00', '17:00')), '2027-03-03T13:00Z', 'offline', '2027-03-01T17:00Z'],
    ['offline for ever', calendar(), '2027-03-01T09:00Z', 'offline', '1970-01-01T00:00Z'],
  ])('%s', (_name, of, when, state, since) => {
    expect(scheduled(of, new Date(when))).toEqual({ state, since: new Date(since) });
  });
});

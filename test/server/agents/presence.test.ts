import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { Agents } from '../../../server/agents/model.ts';
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

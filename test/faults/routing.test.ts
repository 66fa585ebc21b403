import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { GRACE_MS } from '../../server/agents/presence.ts';
import { Tickets, type TicketDoc } from '../../server/tickets/model.ts';
import { buildTestApp, type TestApp } from '../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../support/script-channel.ts';

/** In the long form a line is really cut, and nobody hurries the clock. */
const FULL = process.env['OMBUD_FAULTS'] === 'full';
let ahead = 0;
let app: TestApp;
let url: string;
let chat: ScriptChannel;
beforeAll(async () => {
  app = await buildTestApp({ clock: { now: () => new Date(Date.now() + ahead) } });
  chat = installScriptChannel(app, 'telegram');
  url = await app.listen();
});
afterAll(() => app.close());

type Agent = Awaited<ReturnType<TestApp['signIn']>> & { socket: WebSocket };

/** An agent with an open inbox, online. */
async function sitDown(live: number): Promise<Agent> {
  const agent = await app.signIn('agent', { capacity: { live, mail: 0 } });
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/inbox`, {
    headers: { cookie: agent.cookie, origin: url },
  });
  await once(socket, 'open');
  socket.send('{"t":"hello"}');
  await call(agent.cookie, 'PUT', '/agents/me/availability', { state: 'online' });
  return { ...agent, socket };
}
const call = async (cookie: string, method: 'PUT' | 'POST', path: string, payload: object) =>
  expect((await app.inject({ method, url: `/api/v1${path}`, payload, headers: { cookie } })).statusCode).toBe(200);
const tickets = () => Tickets(app.context).find().sort({ number: 1 }).lean<TicketDoc[]>();
const active = async () => (await tickets()).filter((t) => t.status === 'new');
const held = async (agent: Agent) => (await active()).filter((t) => String(t.assignee) === agent.agent.id);

it('capacities 3, 2 and 1 and twenty chats: six at work, each solved one brings the next, a cut line hands its chats on', async () => {
  const agents = [await sitDown(3), await sitDown(2), await sitDown(1)] as [Agent, Agent, Agent];
  for (let i = 0; i < 20; i += 1) await (await chat.bring()).done;
  await expect.poll(async () => (await active()).filter((t) => t.assignee).length, { timeout: 30_000 }).toBe(6);
  const loads = await Promise.all(agents.map(async (agent) => (await held(agent)).length));
  expect(loads).toEqual([3, 2, 1]);

  const waits: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    const [done] = (await active()).filter((t) => t.assignee);
    const next = (await active()).find((t) => t.queued);
    const agent = agents.find((one) => one.agent.id === String(done?.assignee));
    if (!done || !next || !agent) throw new Error('nobody had a chat, or nothing waited');
    const began = performance.now();
    await call(agent.cookie, 'POST', `/tickets/${done.number}/status`, { status: 'solved' });
    const assignee = async () => String((await Tickets(app.context).findById(next._id).lean<TicketDoc>())?.assignee);
    await expect.poll(assignee, { timeout: 30_000, interval: 10 }).toBe(agent.agent.id);
    waits.push(performance.now() - began);
  }
  const [median, longest] = [waits.toSorted((a, b) => a - b)[5] ?? Infinity, Math.max(...waits)];
  console.log(`solved to next assigned: median ${median.toFixed(0)} ms, longest ${longest.toFixed(0)} ms`);

  // The line of the first is cut: nothing is closed, nothing answers any more (in the short form it is closed).
  const [cut, ...others] = agents;
  const left = (await held(cut)).map(({ number }) => number);
  expect(left).toHaveLength(3);
  for (const other of others)
    for (const { number } of await held(other))
      await call(other.cookie, 'POST', `/tickets/${number}/status`, { status: 'solved' });
  // The others take what waits; then they empty their desks, so that there is room for what comes back.
  await emptyQueue(others);
  if (FULL) (cut.socket as unknown as { _socket: { pause(): void } })._socket.pause();
  else cut.socket.terminate();
  const cutAt = performance.now();
  const withOthers = async () => {
    const now = await tickets();
    return left.filter((number) => {
      const ticket = now.find((t) => t.number === number);
      return ticket?.assignee && String(ticket.assignee) !== cut.agent.id;
    }).length;
  };
  while ((await withOthers()) < left.length && performance.now() - cutAt < 180_000) {
    await sleep(500);
    if (!FULL) ahead = Math.min(ahead + GRACE_MS / 4, 2 * GRACE_MS);
  }
  console.log(`line cut to chats with others: ${((performance.now() - cutAt) / 1000).toFixed(0)} s`);
  expect(await withOthers()).toBe(left.length);
  for (const { socket } of agents) socket.terminate();
});

async function emptyQueue(agents: Agent[]): Promise<void> {
  for (;;) {
    const mine = (await Promise.all(agents.map(held))).flat();
    if (mine.length === 0 && !(await active()).some((t) => t.queued)) return;
    for (const agent of agents)
      for (const { number } of await held(agent))
        await call(agent.cookie, 'POST', `/tickets/${number}/status`, { status: 'solved' });
    await sleep(100);
  }
}

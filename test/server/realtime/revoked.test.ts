import { describe, expect, it } from 'vitest';
import { Counters } from '../../../server/counter.ts';
import { bring, connect, eventually, openDesk, touch, type Client } from './desk.ts';

const SOCKETS = 50;
const desk = openDesk();
const call = (method: 'DELETE' | 'PUT', path: string, cookie: string, payload?: object) =>
  desk.app.inject({ method, url: `/api/v1${path}`, headers: { cookie }, ...(payload ? { payload } : {}) });

type Agent = Awaited<ReturnType<typeof desk.app.signIn>>;

/** Fifty windows of one agent, one witness, and a ticket whose changes all of them hear. */
async function gathered(): Promise<{
  agent: Agent;
  clients: Client[];
  witness: Client;
  change: () => Promise<unknown>;
}> {
  const agent = await desk.app.signIn();
  const [clients, witness, ticket] = await Promise.all([
    Promise.all(Array.from({ length: SOCKETS }, () => connect(desk, agent.cookie))),
    connect(desk, (await desk.app.signIn()).cookie),
    bring(desk),
  ]);
  const change = () => touch(desk, ticket._id);
  await change();
  await eventually(() => clients.every(({ frames }) => frames.some(({ t }) => t === 'ticket'))).toBe(true);
  return { agent, clients, witness, change };
}

describe('fifty sockets close, and hear nothing that happens afterwards', () => {
  it.each<[string, (agent: Agent, admin: Agent) => Promise<{ statusCode: number }>]>([
    ['at sign-out', ({ cookie }) => call('DELETE', '/session', cookie)],
    [
      'when an admin ends the sessions',
      ({ agent }, admin) => call('DELETE', `/agents/${agent.id}/sessions`, admin.cookie),
    ],
    ['with a new role', ({ agent }, admin) => call('PUT', `/agents/${agent.id}`, admin.cookie, { role: 'readonly' })],
    [
      'with a new password',
      ({ agent, cookie }) =>
        call('PUT', '/agents/me/password', cookie, { current: agent.password, password: 'another password' }),
    ],
    [
      'when they are switched off',
      ({ agent }, admin) => call('PUT', `/agents/${agent.id}`, admin.cookie, { active: false }),
    ],
  ])('%s', async (_when, revoke) => {
    const { agent, clients, witness, change } = await gathered();
    const admin = await desk.app.signIn('admin');
    expect((await revoke(agent, admin)).statusCode).toBeLessThan(300);
    // Whatever happens from here on has a higher number.
    const before = (await Counters(desk.app.context).findById('events').lean())?.value ?? 0;
    for (let i = 0; i < 5; i += 1) await change();
    expect(new Set(await Promise.all(clients.map(({ closed }) => closed)))).toEqual(new Set([4401]));
    await eventually(() => witness.frames.some((frame) => 'seq' in frame && frame.seq >= before + 5)).toBe(true);
    const late = clients.flatMap(({ frames }) => frames).filter((frame) => frame.t === 'ticket' && frame.seq > before);
    expect(late).toEqual([]);
  });

  it('a peer that does not answer is cut off, not waited for', async () => {
    const { agent, cookie } = await desk.app.signIn();
    const client = await connect(desk, cookie);
    // Reads nothing any more, so that it never answers the closing handshake.
    client.socket.pause();
    const sockets = desk.app.server.websocketServer.clients;
    const there = sockets.size;
    const admin = await desk.app.signIn('admin');
    await call('DELETE', `/agents/${agent.id}/sessions`, admin.cookie);
    await eventually(() => sockets.size).toBe(there - 1);
  });
});

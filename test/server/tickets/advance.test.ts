import { afterAll, beforeAll, expect, test } from 'vitest';
import { Intake } from '../../../server/intake/model.ts';
import { sweep } from '../../../server/intake/sweep.ts';
import { assign } from '../../../server/tickets/assign.ts';
import { ticketById, threadOf } from '../../../server/tickets/find.ts';
import { handOver } from '../../../server/tickets/handover.ts';
import type { TicketDoc } from '../../../server/tickets/model.ts';
import { reply } from '../../../server/tickets/reply.ts';
import { setStatus } from '../../../server/tickets/status.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

let app: TestApp;
let channel: ScriptChannel;
let agent: { id: string };
let now = Date.now();
beforeAll(async () => {
  app = await buildTestApp({ clock: { now: () => new Date(now) } });
  channel = installScriptChannel(app);
  ({ agent } = await app.signIn('agent', { capacity: { live: 0, mail: 0 } }));
});
afterAll(() => app.close());

const system = { kind: 'system' as const, name: 'test' };
const author = { kind: 'agent' as const, id: '0'.repeat(24), name: 'Ana' };
let keys = 0;
const stored = (ticket: TicketDoc) => ticketById(app.context, String(ticket._id));
async function arrive(message: Parameters<ScriptChannel['bring']>[0]) {
  const { ticket } = await (await channel.bring(message)).done;
  return await ticketById(app.context, ticket ?? '');
}

test('who changes a ticket on what they read before somebody took it does not put it back into the queue', async () => {
  const ticket = await arrive({});
  const stale = { ...ticket };
  await assign(app.context, ticket, { assignee: agent.id }, system);
  await setStatus(app.context, stale, 'open', system);
  const after = await stored(ticket);
  expect(after).toMatchObject({ status: 'open', queued: false });
  expect(String(after.assignee)).toBe(agent.id);
});

test('who gives back a ticket that was solved meanwhile does not put it into the queue', async () => {
  const ticket = await arrive({});
  await assign(app.context, ticket, { assignee: agent.id }, system);
  const stale = { ...ticket };
  await setStatus(app.context, ticket, 'solved', system);
  await assign(app.context, stale, { assignee: null }, system);
  expect(await stored(ticket)).toMatchObject({ status: 'solved', assignee: null, queued: false });
});

test('a customer writes while agents take, give back and solve: it waits exactly when nobody has it', async () => {
  for (let i = 0; i < 12; i++) {
    const threadKeys = [`busy-${i}`];
    const ticket = await arrive({ threadKeys, handler: i % 2 ? 'assistant' : 'agents' });
    await Promise.all([
      assign(app.context, { ...ticket }, { assignee: agent.id }, system),
      arrive({ threadKeys, text: 'and another thing' }),
      setStatus(app.context, { ...ticket }, 'solved', system),
      handOver(app.context, { ...ticket }, system, 'wish'),
      arrive({ threadKeys, text: 'and one more' }),
      assign(app.context, { ...ticket }, { assignee: i % 3 ? null : agent.id }, system),
    ]);
    const { status, assignee, handler, queued } = await stored(ticket);
    const waits = assignee === null && handler === 'agents' && (status === 'new' || status === 'open');
    expect({ i, status, queued }).toEqual({ i, status, queued: waits });
  }
});

test('an answer on what was read before the customer wrote again is told so', async () => {
  const threadKeys = [`cross-${++keys}`];
  const read = await arrive({ threadKeys });
  await arrive({ threadKeys, text: 'forget it' });
  const answer = reply(app.context, read, {
    author,
    purpose: 'service',
    clientId: 'crossing-1',
    text: 'On its way.',
    lastSeen: 1,
  });
  await expect(answer).rejects.toMatchObject({ code: 'newer-messages' });
  expect(await stored(read)).toMatchObject({ status: 'new', messages: 2 });
});

test('the assistant does not answer a ticket that a person has taken meanwhile', async () => {
  const ticket = await arrive({});
  const held = { ...ticket, handler: 'assistant' as const };
  const answer = reply(app.context, held, {
    author: { kind: 'assistant', name: 'Bot' },
    purpose: 'service',
    clientId: 'assistant-1',
    text: 'Hello',
  });
  await expect(answer).rejects.toMatchObject({ code: 'conflict' });
  expect(await threadOf(app.context, String(ticket._id))).toHaveLength(1);
});

test('an item that is processed again after its answer wakes nobody', async () => {
  const threadKeys = [`again-${++keys}`];
  const ticket = await arrive({ threadKeys });
  const recorded = await channel.bring({ threadKeys, text: 'any news?' });
  await recorded.done;
  await reply(app.context, await stored(ticket), {
    author,
    purpose: 'service',
    clientId: 'answer-again',
    text: 'Yes.',
  });
  const before = await stored(ticket);
  expect(before).toMatchObject({ status: 'pending', waitingSince: null });
  // As a crash before the outcome leaves it.
  await Intake(app.context).updateOne({ _id: recorded.id }, { $set: { outcome: 'pending' } });
  now += 60_000;
  await sweep(app.context);
  expect((await Intake(app.context).findById(recorded.id).lean())?.outcome).toBe('ticket');
  const { status, waitingSince, messages } = await stored(ticket);
  expect({ status, waitingSince, messages }).toEqual({
    status: 'pending',
    waitingSince: null,
    messages: before.messages,
  });
});

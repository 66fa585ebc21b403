import { afterAll, beforeAll, expect, test } from 'vitest';
import { SendError, type SendResult } from '../../../server/channels/channel.ts';
import { drain, inheritDeliveries } from '../../../server/channels/delivery.ts';
import { messageById, ticketById } from '../../../server/tickets/find.ts';
import { Messages } from '../../../server/tickets/message-model.ts';
import type { TicketDoc } from '../../../server/tickets/model.ts';
import { presentMessages } from '../../../server/tickets/present.ts';
import { reply } from '../../../server/tickets/reply.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

let app: TestApp;
let email: ScriptChannel;
let telegram: ScriptChannel;
let now = Date.now();
beforeAll(async () => {
  app = await buildTestApp({ clock: { now: () => new Date(now) } });
  email = installScriptChannel(app);
  telegram = installScriptChannel(app, 'telegram');
});
afterAll(() => app.close());

const author = { kind: 'agent' as const, id: '0'.repeat(24), name: 'Ana' };
let ids = 0;
async function open(channel: ScriptChannel): Promise<TicketDoc> {
  return await ticketById(app.context, (await (await channel.bring()).done).ticket ?? '');
}
const answer = (ticket: TicketDoc) =>
  reply(app.context, ticket, { author, purpose: 'service', clientId: `client-${++ids}`, text: 'An answer.' });
const stateOf = async (id: unknown) => (await Messages(app.context).findById(id).lean())?.delivery?.state;
const isSent = (id: unknown) => eventually(async () => expect(await stateOf(id)).toBe('sent'), 30_000);

/** The outside world takes the next messages of that channel, and answers only when it is told to. */
function stall(channel: ScriptChannel, count: number): { begun: () => number; end: () => void } {
  const gate = Promise.withResolvers<void>();
  let begun = 0;
  channel.onSend = Array.from({ length: count }, (_, i) => async (): Promise<SendResult> => {
    begun++;
    await gate.promise;
    return { externalId: `stalled-${i}` };
  });
  return { begun: () => begun, end: () => gate.resolve() };
}

test('a mail server that does not answer holds up no other channel, however many mails wait for it', async () => {
  const stalled = stall(email, 20);
  const mails = [];
  for (let i = 0; i < 12; i++) mails.push(await answer(await open(email)));
  await eventually(() => expect(stalled.begun()).toBe(8));
  const chat = await answer(await open(telegram));
  await isSent(chat._id);
  expect(stalled.begun()).toBe(8);
  stalled.end();
  for (const mail of mails) await isSent(mail._id);
});

test('what is on its way goes once, even when its lease runs out meanwhile', async () => {
  email.sent.length = 0;
  const stalled = stall(email, 1);
  const ticket = await open(email);
  const first = await answer(ticket);
  await eventually(() => expect(stalled.begun()).toBe(1));
  const second = await answer(ticket);
  await eventually(async () =>
    expect((await Messages(app.context).findById(second._id).lean())?.delivery?.attempts).toBe(1),
  );
  now += 400 * 86_400_000;
  const other = await answer(await open(telegram));
  await isSent(other._id);
  stalled.end();
  await isSent(first._id);
  await isSent(second._id);
  await isSent((await answer(ticket))._id);
  expect(email.sent.map(({ messageId }) => messageId).slice(0, 2)).toEqual([String(first._id), String(second._id)]);
  expect(email.sent).toHaveLength(3);
});

test('a message that waited behind another while a different process sent it does not go again', async () => {
  email.sent.length = 0;
  const stalled = stall(email, 1);
  const ticket = await open(email);
  const first = await answer(ticket);
  await eventually(() => expect(stalled.begun()).toBe(1));
  const second = await answer(ticket);
  await eventually(async () =>
    expect((await Messages(app.context).findById(second._id).lean())?.delivery?.attempts).toBe(1),
  );
  // This process stood still for so long that another one took over.
  await Messages(app.context).updateOne(
    { _id: second._id },
    { $set: { 'delivery.state': 'sent', 'delivery.leaseUntil': null }, $inc: { 'delivery.attempts': 1 } },
  );
  stalled.end();
  await isSent(first._id);
  await isSent((await answer(ticket))._id);
  expect(email.sent.map(({ messageId }) => messageId)).not.toContain(String(second._id));
});

test('a chat says in a word why it does not take a message', async () => {
  const refused = () =>
    Promise.reject(new SendError('failed', 'Forbidden: bot was blocked', undefined, undefined, 'blocked'));
  telegram.onSend = [refused];
  const ticket = await open(telegram);
  const sent = await answer(ticket);
  await eventually(async () => expect(await stateOf(sent._id)).toBe('failed'));
  const doc = await messageById(app.context, String(sent._id));
  const [view] = await presentMessages(app.context, ticket, doc ? [doc] : []);
  expect(view?.delivery).toMatchObject({ state: 'failed', cause: 'blocked', permanent: true });
});

test('what a killed process had on its way goes on at once where it may be repeated, and is shown where it may not', async () => {
  // Held back by a minute, so that nobody takes it before it is another process's.
  const held = async (channel: ScriptChannel, process: string, begun = false) => {
    const input = { author, purpose: 'service' as const, clientId: `client-${++ids}`, text: 'An answer.' };
    const { _id } = await reply(app.context, await open(channel), { ...input, sendAt: new Date(now + 60_000) });
    const until = new Date(now + 90_000);
    const lease = { 'delivery.leaseBy': process, 'delivery.leaseUntil': until, 'delivery.dueAt': until };
    await Messages(app.context).updateOne(
      { _id },
      { $set: { ...lease, 'delivery.attempts': 1, 'delivery.begun': begun } },
    );
    return _id;
  };
  const [mail, other] = [await held(email, 'dead'), await held(email, 'alive')];
  const [chat, untouched] = [await held(telegram, 'dead', true), await held(telegram, 'dead')];
  await inheritDeliveries(app.context, ['dead']);
  await drain(app.context);
  await isSent(mail);
  await isSent(untouched);
  await eventually(async () => expect(await stateOf(chat)).toBe('unknown'));
  expect(telegram.sent.map(({ messageId }) => messageId)).not.toContain(String(chat));
  expect(await stateOf(other)).toBe('pending');
});

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readAttachment } from '../../../server/attachments/store.ts';
import { SendError } from '../../../server/channels/channel.ts';
import { drain } from '../../../server/channels/delivery.ts';
import { messageById, ticketById, threadOf } from '../../../server/tickets/find.ts';
import { Messages } from '../../../server/tickets/message-model.ts';
import { note } from '../../../server/tickets/note.ts';
import { reply } from '../../../server/tickets/reply.ts';
import { Uploads } from '../../../server/tickets/upload-model.ts';
import { claimUploads, sweepUploads, upload } from '../../../server/tickets/upload.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
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
beforeEach(() => {
  email.onSend = [];
  email.refusal = undefined;
});

const author = { kind: 'agent' as const, id: '0'.repeat(24), name: 'Ana' };
let ids = 0;
const clientId = () => `client-${++ids}`;
const open = async (channel = email) =>
  await ticketById(app.context, (await (await channel.bring()).done).ticket ?? '');
const stateOf = async (id: unknown) => {
  const message = await messageById(app.context, String(id));
  return message?.delivery && { ...message.delivery, failure: message.failure };
};
/** The delivery loop drains when woken; `byHand` for what became due because the clock was set. */
async function settled(id: unknown, state: string, byHand = true) {
  for (let i = 0; i < 100; i++) {
    if (byHand) await drain(app.context);
    const delivery = await stateOf(id);
    if (delivery?.state === state && !(state === 'pending' && delivery.leaseUntil)) return delivery;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`never ${state}: ${JSON.stringify(await stateOf(id))}`);
}

test('an answer goes out with the thread behind it, and the ticket waits for the customer', async () => {
  const ticket = await open();
  const message = await reply(app.context, ticket, {
    author,
    purpose: 'service',
    clientId: clientId(),
    text: 'Have you tried the switch?',
  });
  expect(await settled(message._id, 'sent')).toMatchObject({ attempts: 1 });
  const sent = email.sent.find((m) => m.messageId === String(message._id));
  expect(sent).toMatchObject({
    text: 'Have you tried the switch?',
    subject: 'Broken lamp',
    ticketNumber: ticket.number,
  });
  expect(await ticketById(app.context, String(ticket._id))).toMatchObject({
    status: 'pending',
    waitingSince: null,
    queued: false,
    firstRepliedAt: new Date(now),
  });
});

test('the same client id again is the same message, also at the same moment', async () => {
  const ticket = await open();
  const id = clientId();
  const same = await Promise.all(
    [1, 2, 3].map(() => reply(app.context, { ...ticket }, { author, purpose: 'service', clientId: id, text: 'x' })),
  );
  expect(new Set(same.map((m) => String(m._id))).size).toBe(1);
  expect((await threadOf(app.context, String(ticket._id))).filter((m) => m.direction === 'out')).toHaveLength(1);
});

test('a channel that cannot send is refused at writing, and nothing is left behind', async () => {
  const ticket = await open();
  email.refusal = 'SMTP_URL is not set.';
  const attempt = reply(app.context, ticket, { author, purpose: 'service', clientId: clientId(), text: 'x' });
  await expect(attempt).rejects.toMatchObject({ code: 'cannot-send', detail: 'SMTP_URL is not set.' });
  expect(await Messages(app.context).countDocuments({ ticket: ticket._id, direction: 'out' })).toBe(0);
});

test('a reply that crosses something newer is told so; a note of their own does not count', async () => {
  const ticket = await open();
  await note(app.context, ticket, { author, clientId: clientId(), text: 'mine' });
  await reply(app.context, ticket, { author, purpose: 'service', clientId: clientId(), text: 'fine', lastSeen: 1 });
  await note(app.context, ticket, { author: { ...author, id: '1'.repeat(24) }, clientId: clientId(), text: 'theirs' });
  const crossing = reply(app.context, ticket, {
    author,
    purpose: 'service',
    clientId: clientId(),
    text: 'late',
    lastSeen: 3,
  });
  await expect(crossing).rejects.toMatchObject({ code: 'newer-messages' });
});

test('refused for good: failed with its reason, and sent again on demand with the same id', async () => {
  const ticket = await open();
  email.onSend = [() => Promise.reject(new SendError('failed', '550 no such user'))];
  const message = await reply(app.context, ticket, { author, purpose: 'service', clientId: clientId(), text: 'x' });
  expect(await settled(message._id, 'failed')).toMatchObject({ failure: '550 no such user' });
  const { cookie } = await app.signIn();
  const url = `/api/v1/tickets/${ticket.number}/messages/${String(message._id)}/resend`;
  expect((await app.inject({ method: 'POST', url, headers: { cookie } })).statusCode).toBe(200);
  await settled(message._id, 'sent');
  expect(email.sent.filter((m) => m.mintedId === message.externalId)).toHaveLength(1);
  expect((await app.inject({ method: 'POST', url, headers: { cookie } })).statusCode).toBe(422);
});

test('what a mail server says, and the ids of mails, are sealed: both may name people', async () => {
  const ticket = await open();
  email.onSend = [() => Promise.reject(new SendError('failed', '550 5.1.1 <ana@people.example>: unknown user'))];
  const message = await reply(app.context, ticket, { author, purpose: 'service', clientId: clientId(), text: 'x' });
  expect((await settled(message._id, 'failed')).failure).toBe('550 5.1.1 <ana@people.example>: unknown user');
  const stored = JSON.stringify(await Messages(app.context).findById(message._id).lean());
  expect(stored).not.toContain(message.externalId);
  expect(stored).not.toContain('unknown user');
});

test('refused for now: later, with backoff, then sent', async () => {
  const ticket = await open();
  email.onSend = [() => Promise.reject(new SendError('later', '451 busy', 120))];
  const message = await reply(app.context, ticket, { author, purpose: 'service', clientId: clientId(), text: 'x' });
  const delivery = await settled(message._id, 'pending');
  expect(delivery.failure).toBe('451 busy');
  expect(delivery.dueAt.getTime() - now).toBe(120_000);
  await drain(app.context);
  expect((await stateOf(message._id))?.state).toBe('pending');
  now += 121_000;
  await settled(message._id, 'sent');
});

test('a claimed delivery whose process died: e-mail goes again, a channel without idempotent send once its call has begun never does', async () => {
  for (const [channel, begun, state, times] of [
    [email, false, 'sent', 1],
    [telegram, false, 'sent', 1],
    [telegram, true, 'unknown', 0],
  ] as const) {
    const ticket = await open(channel);
    channel.onSend = [() => Promise.reject(new SendError('later', 'wait', 3600))];
    const message = await reply(app.context, ticket, { author, purpose: 'service', clientId: clientId(), text: 'x' });
    await settled(message._id, 'pending');
    await Messages(app.context).updateOne(
      { _id: message._id },
      { $set: { 'delivery.leaseUntil': new Date(now), 'delivery.dueAt': new Date(now), 'delivery.begun': begun } },
    );
    await settled(message._id, state);
    expect(channel.sent.filter((m) => m.messageId === String(message._id))).toHaveLength(times);
  }
});

test("one ticket's messages go in order even when the first one is slow", async () => {
  const ticket = await open();
  email.sent.length = 0;
  email.onSend = [() => new Promise((resolve) => setTimeout(() => resolve({ externalId: 'slow' }), 80))];
  const messages = [];
  for (const text of ['1', '2', '3'])
    messages.push(await reply(app.context, ticket, { author, purpose: 'service', clientId: clientId(), text }));
  for (const message of messages) await settled(message._id, 'sent', false);
  expect(email.sent.map((m) => m.text)).toEqual(['1', '2', '3']);
});

test('files of an answer that could not be written are there for the next try, and stay with it', async () => {
  const ticket = await open();
  const file = await upload(app.context, ticket, {
    name: 'a.txt',
    type: 'text/plain',
    content: Buffer.from('the whole text'),
  });
  const input = {
    author,
    purpose: 'service' as const,
    clientId: clientId(),
    text: 'see the file',
    attachments: [file.id],
  };
  // As a crash before the message leaves it.
  expect(await claimUploads(app.context, ticket, input)).toMatchObject([{ id: file.id }]);
  expect(await claimUploads(app.context, ticket, { ...input, clientId: clientId() })).toBeUndefined();
  const twins = await Promise.all([1, 2, 3].map(() => reply(app.context, { ...ticket }, input)));
  expect(new Set(twins.map((m) => String(m._id))).size).toBe(1);
  expect(twins[0]?.attachments).toMatchObject([{ id: file.id, name: 'a.txt' }]);
  expect(await Uploads(app.context).countDocuments({ ticket: ticket._id })).toBe(0);
});

test('the sweep of uploads leaves the file of a message alone, whatever a crash left', async () => {
  const ticket = await open();
  const content = Buffer.from('kept');
  const [held, left] = await Promise.all(
    ['held', 'left'].map((name) => upload(app.context, ticket, { name, type: 'text/plain', content })),
  );
  const doc = await Uploads(app.context).findById(held?.id).lean().orFail();
  const id = clientId();
  await reply(app.context, ticket, {
    author,
    purpose: 'service',
    clientId: id,
    text: 'x',
    attachments: [held?.id ?? ''],
  });
  // As a crash right after the message leaves it.
  await Uploads(app.context).collection.insertOne({ ...doc, clientId: id } as never);
  now += 25 * 3_600_000;
  await sweepUploads(app.context);
  expect(await Uploads(app.context).countDocuments({ ticket: ticket._id })).toBe(0);
  const read = (file: string) => readAttachment(app.context, String(ticket.customer), file);
  expect((await read(held?.id ?? '')).toString()).toBe('kept');
  await expect(read(left?.id ?? '')).rejects.toThrow();
});

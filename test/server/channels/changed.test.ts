import { afterAll, beforeAll, expect, test } from 'vitest';
import { SendError } from '../../../server/channels/channel.ts';
import { drain } from '../../../server/channels/delivery.ts';
import { customersByAddress, loadCustomer } from '../../../server/customers/find.ts';
import type { Processed } from '../../../server/intake/model.ts';
import { Intake } from '../../../server/intake/model.ts';
import { messageById, ticketById } from '../../../server/tickets/find.ts';
import type { InboundMessage } from '../../../server/tickets/envelopes.ts';
import { reply } from '../../../server/tickets/reply.ts';
import { setStatus } from '../../../server/tickets/status.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

/** What chats have and mail has not: messages that are changed, taken back, and come or go in parts; groups; @names. */
let app: TestApp;
let chat: ScriptChannel;
beforeAll(async () => {
  app = await buildTestApp();
  chat = installScriptChannel(app, 'telegram');
});
afterAll(() => app.close());

const from = { kind: 'telegram' as const, value: '4711', name: 'Ana Pop', verified: true };
let ids = 0;
const say = async (text: string, more: Partial<InboundMessage> = {}): Promise<Processed> =>
  await (
    await chat.bring({ from, text, threadKeys: ['chat/1'], externalId: `chat/1/${++ids}`, ...more })
  ).done;
const change = (kind: 'edit' | 'delete', id: number, text: string, more: Partial<InboundMessage> = {}) =>
  say(text, { kind, target: `chat/1/${id}`, externalId: `chat/1/${id}`, ...more });
const read = async ({ message }: Processed) => (await messageById(app.context, message ?? ''))!;
const by = { kind: 'agent' as const, id: '0'.repeat(24), name: 'Ana' };

test('an edit changes the message and keeps what it said first; the same again, or an older one, changes nothing', async () => {
  const first = await say('My lamp is green.');
  const id = ids;
  const edited = await change('edit', id, 'My lamp is broken.', { sentAt: new Date(2_000_000) });
  expect(edited).toMatchObject({ outcome: 'merged', ticket: first.ticket, message: first.message });
  await change('edit', id, 'My lamp is gone.', { sentAt: new Date(1_000_000) });
  await change('edit', id, 'My lamp is broken.', { sentAt: new Date(2_000_000) });
  const message = await read(first);
  expect(message).toMatchObject({ text: 'My lamp is broken.', original: 'My lamp is green.' });
  expect(message.editedAt).toEqual(new Date(2_000_000));
  const { cookie } = await app.signIn();
  const { number } = await ticketById(app.context, first.ticket ?? '');
  const thread = await app.inject({ url: `/api/v1/tickets/${number}/messages`, headers: { cookie } });
  expect(thread.json().items[0].edited).toEqual({ at: '1970-01-01T00:33:20.000Z', original: 'My lamp is green.' });
});

test('an edit of an answered message brings its ticket back', async () => {
  const first = await say('When do you open?');
  const id = ids;
  const ticket = await ticketById(app.context, first.ticket ?? '');
  await setStatus(app.context, ticket, 'solved', by);
  await change('edit', id, 'When do you open on Sundays?');
  const { status, snippet } = await ticketById(app.context, first.ticket ?? '');
  expect({ status, snippet }).toEqual({ status: 'open', snippet: 'When do you open on Sundays?' });
});

test('an edit of what is not here is a message; nobody changes what somebody else wrote', async () => {
  const unknown = await change('edit', 900, 'You hear this for the first time.', { externalId: 'chat/1/900' });
  expect(unknown.outcome).toBe('ticket');
  const first = await say('Mine.');
  const foreign = await change('edit', ids, 'Yours.', { from: { ...from, value: '666' }, externalId: 'chat/1/901' });
  expect((await read(first)).text).toBe('Mine.');
  expect(foreign.outcome).toBe('ticket');
});

test('a message that was taken back leaves nothing behind', async () => {
  const attachments = [{ name: 'a.txt', type: 'text/plain', content: Buffer.from('secret') }];
  const first = await say('My secret.', { attachments });
  const gone = await change('delete', ids, '');
  expect(gone).toMatchObject({ outcome: 'merged', message: first.message });
  expect(await read(first)).toMatchObject({ text: '', attachments: [], deletedAt: expect.any(Date) });
  const items = await Intake(app.context)
    .find({ outcome: 'ticket', message: (await read(first))._id })
    .lean();
  expect(items.map(({ size, meta }) => ({ size, meta }))).toEqual([{ size: 0, meta: null }]);
  const files = await app.context.db.collection('attachments.files').countDocuments({});
  expect(files).toBe(0);
  expect((await change('delete', 902, '')).outcome).toBe('ignored');
});

test('parts are one message, whatever their order and however often they come', async () => {
  const file = (name: string) => [{ name, type: 'image/png', content: Buffer.from(name) }];
  const keys = ['album/1', 'album/2', 'album/3'];
  const parts = await Promise.all(
    keys.map((key, i) =>
      chat.bring(
        {
          ...{ from, threadKeys: ['chat/1'], part: 'album', text: i === 1 ? 'Three pictures' : '' },
          ...{ externalId: `chat/1/${950 + i}`, attachments: file(`${i}.png`) },
        },
        key,
      ),
    ),
  );
  const done = await Promise.all(parts.map((part) => part.done));
  expect(new Set(done.map(({ message }) => message)).size).toBe(1);
  expect(done.map(({ outcome }) => outcome).sort()).toEqual(['merged', 'merged', 'ticket']);
  const message = await read(done[0]!);
  expect(message.attachments.map(({ name }) => name).sort()).toEqual(['0.png', '1.png', '2.png']);
  expect(message.text).toBe('Three pictures');
  await change('edit', 952, 'Three lamps');
  expect((await read(done[0]!)).text).toBe('Three lamps');
});

test('answers go to the group that was written in', async () => {
  const inGroup = { from: { ...from, value: '4712' }, threadKeys: ['group/1'], group: '-100' };
  const { ticket } = await say('Hello from the group', inGroup);
  const doc = await ticketById(app.context, ticket ?? '');
  const answer = { author: by, purpose: 'service' as const, clientId: 'to-group', text: 'Hello group' };
  expect((await reply(app.context, doc, answer)).to).toBe('-100');
});

test('what goes out in parts goes on where it stopped', async () => {
  const { ticket } = await say('Tell me everything', { threadKeys: ['chat/2'], from: { ...from, value: '4713' } });
  const doc = await ticketById(app.context, ticket ?? '');
  const send = chat.send;
  const heard: string[][] = [];
  chat.send = async (outbound) => {
    heard.push([...(outbound.sentParts ?? [])]);
    await outbound.keepPart?.(`part-${heard.length}`);
    if (heard.length < 3) throw new SendError('wait', 'Slow down', 0);
    return { externalId: 'whole' };
  };
  const message = await reply(app.context, doc, { author: by, purpose: 'service', clientId: 'parts', text: 'All' });
  await eventually(async () => {
    await drain(app.context);
    expect((await messageById(app.context, String(message._id)))?.delivery?.state).toBe('sent');
  });
  chat.send = send;
  expect(heard).toEqual([[], ['part-1'], ['part-1', 'part-2']]);
});

test('an @name is found, belongs to who wrote under it last, and is never written to', async () => {
  const ana = await say('Hi', { from: { ...from, value: '1', handle: '@Lamps' }, threadKeys: ['chat/3'] });
  const id = String((await ticketById(app.context, ana.ticket ?? '')).customer);
  expect((await customersByAddress(app.context, '@lamps')).map(String)).toEqual([id]);
  const bob = await say('Hi', { from: { ...from, value: '2', handle: '@lamps' }, threadKeys: ['chat/4'] });
  const other = String((await ticketById(app.context, bob.ticket ?? '')).customer);
  expect((await customersByAddress(app.context, '@lamps')).map(String)).toEqual([other]);
  expect(Object.values((await loadCustomer(app.context, id)).values)).toEqual(['1']);
  await say('Hi', { from: { ...from, value: '2', handle: '@bob' }, threadKeys: ['chat/4'] });
  expect(Object.values((await loadCustomer(app.context, other)).values)).toEqual(['2', '@bob']);
  const doc = await ticketById(app.context, bob.ticket ?? '');
  expect((await reply(app.context, doc, { author: by, purpose: 'service', clientId: 'h', text: 'Hi' })).to).toBe('2');
});

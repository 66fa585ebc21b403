import { createHash } from 'node:crypto';
import { Types } from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Intake, type IntakeDoc } from '../../../server/intake/model.ts';
import { openRaw } from '../../../server/intake/raw.ts';
import { record } from '../../../server/intake/record.ts';
import { sweep } from '../../../server/intake/sweep.ts';
import type { Interpretation } from '../../../server/tickets/envelopes.ts';
import { threadOf } from '../../../server/tickets/find.ts';
import { Messages } from '../../../server/tickets/message-model.ts';
import { Tickets } from '../../../server/tickets/model.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

let app: TestApp;
let channel: ScriptChannel;
let now = Date.now();
beforeAll(async () => {
  app = await buildTestApp({ clock: { now: () => new Date(now) } });
  channel = installScriptChannel(app);
});
afterAll(() => app.close());

/** An item that our own code fails on, as it does when the store is away. */
const notStorable = (): Interpretation => ({
  outcome: 'message',
  message: { kind: 'message', from: null, threadKeys: [] } as never,
});
const item = (id: string) => Intake(app.context).findById(id).lean<IntakeDoc>().orFail();

test('the same key again is a duplicate: one item, one ticket, the first outcome', async () => {
  const first = await channel.bring({ text: 'once' }, 'same-key');
  const outcome = await first.done;
  const again = await channel.bring({ text: 'once' }, 'same-key');
  expect(first.duplicate).toBe(false);
  expect(again.duplicate).toBe(true);
  expect(again.id).toBe(first.id);
  expect(await again.done).toEqual(outcome);
  expect(await Messages(app.context).countDocuments({ intake: first.id })).toBe(1);
});

test('many at once under one key leave one', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => channel.bring({ text: 'twin' }, 'twin-key')));
  await Promise.all(all.map((r) => r.done));
  expect(all.filter((r) => !r.duplicate)).toHaveLength(1);
  expect(new Set(all.map((r) => r.id)).size).toBe(1);
});

test('raw bytes are sealed at rest and come back with their sha256, small and large', async () => {
  for (const size of [2_000, 3_000_000]) {
    const secret = `secret-${size}`;
    const raw = Buffer.from(JSON.stringify({ pad: `${secret} ${'x'.repeat(size)}` }));
    channel.onInterpret = () => ({ outcome: 'ignore', reason: 'test' });
    const recorded = await record(app.context, { channel: 'email', account: 'env', key: secret, raw });
    await recorded.done;
    channel.onInterpret = undefined;
    const doc = await item(recorded.id);
    expect(doc.sha256).toBe(createHash('sha256').update(raw).digest('hex'));
    expect(doc.raw === null).toBe(size > 1_000_000);
    expect(JSON.stringify(doc)).not.toContain(Buffer.from(secret).toString('base64').slice(0, 8));
    expect((await openRaw(app.context, doc)).raw.equals(raw)).toBe(true);
  }
});

test('what the adapter cannot read is quarantined with its reason, and a replay makes the ticket', async () => {
  channel.onInterpret = () => {
    throw new Error('too many parts');
  };
  const recorded = await channel.bring();
  expect(await recorded.done).toMatchObject({ outcome: 'quarantined', reason: 'could not be read: too many parts' });
  channel.onInterpret = undefined;
  const next = await channel.bring({ text: 'the next one flows' });
  expect((await next.done).outcome).toBe('ticket');

  const { cookie } = await app.signIn();
  const list = await app.inject({ url: '/api/v1/intake?outcome=quarantined', headers: { cookie } });
  expect(list.json().items.map((i: { id: string }) => i.id)).toContain(recorded.id);
  const replayed = await app.inject({
    method: 'POST',
    url: `/api/v1/intake/${recorded.id}/replay`,
    headers: { cookie },
  });
  expect(replayed.json()).toMatchObject({ outcome: 'ticket', settled: true });
  const twice = await app.inject({ method: 'POST', url: `/api/v1/intake/${recorded.id}/replay`, headers: { cookie } });
  expect(twice.statusCode).toBe(422);
});

test('an item that a crash left pending is taken by the sweep when it is due, and once only', async () => {
  const recorded = await channel.bring({ text: 'left behind' });
  const { ticket, message } = await recorded.done;
  // As a crash right after the message's insert leaves it: everything there but the outcome.
  await Intake(app.context).updateOne(
    { _id: recorded.id },
    { $set: { outcome: 'pending', ticket: null, settled: true } },
  );
  await sweep(app.context);
  expect((await item(recorded.id)).outcome).toBe('pending'); // not due yet: its process may still be at it
  now += 60_000;
  await sweep(app.context);
  const doc = await item(recorded.id);
  expect(doc.outcome).toBe('ticket');
  expect([String(doc.ticket), String(doc.message)]).toEqual([ticket, message]);
  expect(await Tickets(app.context).countDocuments({ origin: recorded.id })).toBe(1);
  expect(await Messages(app.context).countDocuments({ intake: recorded.id })).toBe(1);
});

test('a crash between ticket and message: the sweep adds the message to the same ticket', async () => {
  const recorded = await channel.bring({ text: 'half done' });
  const { ticket } = await recorded.done;
  await Messages(app.context).deleteOne({ intake: recorded.id });
  await Intake(app.context).updateOne({ _id: recorded.id }, { $set: { outcome: 'pending' } });
  now += 60_000;
  await sweep(app.context);
  expect(String((await item(recorded.id)).ticket)).toBe(ticket);
  expect(await Messages(app.context).countDocuments({ intake: recorded.id })).toBe(1);
});

test('what came in the same millisecond is swept in the order it came, however the store keeps it', async () => {
  const texts = Array.from({ length: 12 }, (_, i) => `line ${i}`);
  const ids: Types.ObjectId[] = [];
  channel.onInterpret = notStorable;
  for (const text of texts) {
    const recorded = await channel.bring({ text, threadKeys: ['one-thread'] });
    expect((await recorded.done).outcome).toBe('pending');
    ids.push(new Types.ObjectId(recorded.id));
  }
  channel.onInterpret = undefined;
  const ledger = Intake(app.context).collection;
  await ledger.updateMany({ _id: { $in: ids } }, { $set: { dueAt: new Date(now) } });
  const docs = await ledger
    .find({ _id: { $in: ids } })
    .sort({ _id: -1 })
    .toArray();
  await ledger.deleteMany({ _id: { $in: ids } });
  for (const doc of docs) await ledger.insertOne(doc);
  await sweep(app.context);
  const [first] = await Intake(app.context)
    .find({ _id: { $in: ids } })
    .lean<IntakeDoc[]>();
  const thread = await threadOf(app.context, String(first?.ticket));
  expect(thread.filter((m) => m.direction === 'in').map((m) => m.text)).toEqual(texts);
});

test('our own failure keeps the item pending, later each time, and ends where agents see it', async () => {
  channel.onInterpret = notStorable;
  const recorded = await channel.bring();
  expect((await recorded.done).outcome).toBe('pending');
  for (let i = 0; i < 12; i++) {
    now += 3_600_000;
    await sweep(app.context);
  }
  channel.onInterpret = undefined;
  expect(await item(recorded.id)).toMatchObject({ outcome: 'quarantined', attempts: 10 });
});

import { Types } from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Intake, type IntakeDoc } from '../../../server/intake/model.ts';
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

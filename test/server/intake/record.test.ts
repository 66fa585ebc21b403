import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Intake, type IntakeDoc } from '../../../server/intake/model.ts';
import { openNote, openRaw } from '../../../server/intake/raw.ts';
import { record } from '../../../server/intake/record.ts';
import { Messages } from '../../../server/tickets/message-model.ts';
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

const item = (id: string) => Intake(app.context).findById(id).lean<IntakeDoc>().orFail();

test('the same key again is a duplicate: one item, one ticket, the first outcome', async () => {
  const first = await channel.bring({ text: 'once' }, 'same-key');
  const { filed, ...outcome } = await first.done;
  expect(String(filed?._id)).toBe(outcome.message);
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

test('raw bytes are sealed at rest and come back with their sha256, of every size', async () => {
  for (const size of [20, 2_000, 3_000_000]) {
    const secret = `secret-${size}`;
    const raw = Buffer.from(JSON.stringify({ pad: `${secret} ${'x'.repeat(size)}` }));
    channel.onInterpret = () => ({ outcome: 'ignore', reason: 'test' });
    const recorded = await record(app.context, { channel: 'email', account: 'env', key: secret, raw });
    await recorded.done;
    channel.onInterpret = undefined;
    const doc = await item(recorded.id);
    expect(openNote(app.context, doc).sha256).toBe(createHash('sha256').update(raw).digest('hex'));
    const stored = await Promise.all(
      ['raw', 'raw.chunks'].map((name) => app.context.db.collection(name).find().toArray()),
    );
    const files = stored[size > 1_000_000 ? 1 : 0]?.length ?? 0;
    // A few bytes stand in the ledger itself.
    expect([doc.whole ?? false, files > 0]).toEqual([size < 1_000, size > 1_000]);
    expect(JSON.stringify([doc, stored])).not.toContain(Buffer.from(secret).toString('base64').slice(0, 8));
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

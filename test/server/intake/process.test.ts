import { afterAll, beforeAll, expect, test } from 'vitest';
import { Intake, type IntakeDoc } from '../../../server/intake/model.ts';
import { processItem } from '../../../server/intake/process.ts';
import { record } from '../../../server/intake/record.ts';
import { sweep } from '../../../server/intake/sweep.ts';
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

test('what became a ticket stays one, whatever a second run of the same item makes of it', async () => {
  const recorded = await channel.bring();
  const { ticket } = await recorded.done;
  const asItWas = { ...(await item(recorded.id)), outcome: 'pending' as const, attempts: 9 };
  // The parser ran out of time, and then the store was away.
  channel.onInterpret = () => ({ outcome: 'quarantine', reason: 'took longer than 10 s to read' });
  await processItem(app.context, asItWas);
  channel.onInterpret = () => ({ outcome: 'message', message: { kind: 'message', threadKeys: [] } as never });
  await processItem(app.context, asItWas);
  channel.onInterpret = undefined;
  const { outcome, ticket: kept } = await item(recorded.id);
  expect({ outcome, ticket: String(kept) }).toEqual({ outcome: 'ticket', ticket });
});

test('what this process has in work, however long it takes, is not taken a second time by its sweep', async () => {
  const interpret = channel.interpret.bind(channel);
  const gate = Promise.withResolvers<void>();
  let runs = 0;
  channel.interpret = async (raw) => {
    runs++;
    await gate.promise;
    return await interpret(raw);
  };
  const recorded = await channel.bring();
  now += 60_000;
  const swept = sweep(app.context);
  await Promise.race([swept, new Promise((resolve) => setTimeout(resolve, 500))]);
  gate.resolve();
  await swept;
  channel.interpret = interpret;
  expect((await recorded.done).outcome).toBe('ticket');
  expect(runs).toBe(1);
});

test('a large item that comes again leaves its bytes once', async () => {
  const raw = Buffer.from(JSON.stringify({ pad: 'x'.repeat(1_500_000) }));
  channel.onInterpret = () => ({ outcome: 'ignore', reason: 'test' });
  const bring = () => record(app.context, { channel: 'email', account: 'env', key: 'large', raw });
  const first = await bring();
  expect([first.duplicate, (await bring()).duplicate, (await bring()).duplicate]).toEqual([false, true, true]);
  await first.done;
  channel.onInterpret = undefined;
  const files = await app.context.db.collection('raw.files').find().toArray();
  expect(files.map(({ _id }) => String(_id))).toEqual([first.id]);
  expect(await app.context.db.collection('raw.chunks').distinct('files_id')).toHaveLength(1);
});

test('a program that repeats itself gets the same ticket; one whose key was for something else is told so', async () => {
  const { cookie } = await app.signIn();
  const create = (text: string, key: string) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/tickets',
      headers: { cookie, 'idempotency-key': key },
      payload: { type: 'inquiry', subject: 'Lamp', text, customer: { email: 'ana@people.example' } },
    });
  const first = await create('Does it dim?', 'key-1');
  const again = await create('Does it dim?', 'key-1');
  expect([first.statusCode, again.statusCode]).toEqual([201, 201]);
  expect(again.json().number).toBe(first.json().number);
  const other = await create('Something else', 'key-1');
  expect([other.statusCode, other.json().code]).toEqual([422, 'idempotency-mismatch']);
  // Not processed yet, as after a crash.
  await Intake(app.context).updateOne({ channel: 'api' }, { $set: { outcome: 'pending', ticket: null } });
  const early = await create('Does it dim?', 'key-1');
  expect([early.statusCode, early.json()]).toEqual([202, { number: null }]);
});

import { Types } from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Intake } from '../../../server/intake/model.ts';
import { sweepOrphans } from '../../../server/intake/orphans.ts';
import { RAW } from '../../../server/intake/raw.ts';
import { record } from '../../../server/intake/record.ts';
import { writeFile } from '../../../server/attachments/files.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

let app: TestApp;
let channel: ScriptChannel;
let cookie: string;
beforeAll(async () => {
  app = await buildTestApp({ empty: true, env: { MAIL_ADDRESS: 'support@desk.test' } });
  channel = installScriptChannel(app);
  ({ cookie } = await app.signIn('readonly'));
});
afterAll(() => app.close());

const get = (path: string, as = cookie) => app.inject({ url: `/api/v1/intake${path}`, headers: { cookie: as } });

const MESSAGE = { kind: 'message', threadKeys: [], attachments: [], automatic: false };

async function bring(
  account: string,
  key: string,
  outcome: 'ticket' | 'ignored' | 'quarantined',
  text = key,
): Promise<string> {
  if (outcome === 'ignored') channel.onInterpret = () => ({ outcome: 'ignore', reason: 'mailing list' });
  if (outcome === 'quarantined')
    channel.onInterpret = () => ({ outcome: 'quarantine', reason: 'more than 1000 parts' });
  const from = { kind: 'email', value: `${key}@people.test`, verified: false };
  const raw = Buffer.from(JSON.stringify({ account, from, ...MESSAGE, text }));
  const item = await record(app.context, { channel: 'email', account, key, raw });
  await item.done;
  channel.onInterpret = undefined;
  return item.id;
}

test('the ledger is for people who are signed in', async () => {
  for (const path of ['', '/summary', `/${String(new Types.ObjectId())}/source`])
    expect((await get(path, '')).statusCode).toBe(401);
});

test('shows every item by outcome and account, counts them, and counts what came again', async () => {
  const sales = String(new Types.ObjectId());
  for (let i = 0; i < 3; i++) await bring('env', `t${i}`, 'ticket');
  await bring('env', 'list', 'ignored');
  await bring('env', 'bomb', 'quarantined');
  const twice = await bring(sales, 'sales', 'ticket');
  await bring(sales, 'sales', 'ticket');
  await bring(sales, 'sales', 'ticket');

  const found = async (query: string) => (await get(`?${query}`)).json<{ items: { id: string }[] }>().items;
  expect(await found('')).toHaveLength(6);
  expect(await found('account=env')).toHaveLength(5);
  expect(await found(`account=${sales}&outcome=ticket`)).toMatchObject([{ id: twice, repeats: 2, reason: null }]);
  expect(await found('outcome=duplicate')).toMatchObject([{ id: twice, outcome: 'ticket' }]);
  expect(await found('outcome=quarantined')).toMatchObject([{ reason: 'more than 1000 parts', account: 'env' }]);
  const first = (await get('?account=env&limit=2')).json<{ next: string }>();
  expect(await found(`account=env&limit=10&after=${first.next}`)).toHaveLength(3);

  const counts = async (query = '') =>
    Object.fromEntries(
      (await get(`/summary${query}`))
        .json<{ counts: { outcome: string; count: number }[] }>()
        .counts.flatMap(({ outcome, count }) => (count > 0 ? [[outcome, count]] : [])),
    );
  expect(await counts()).toEqual({ ticket: 4, ignored: 1, quarantined: 1, duplicate: 1 });
  expect(await counts('?account=env')).toEqual({ ticket: 3, ignored: 1, quarantined: 1 });
  expect((await get('/summary')).json()).toMatchObject({
    accounts: expect.arrayContaining([{ id: 'env', channel: 'email', name: 'support@desk.test' }]) as unknown,
  });
});

test('bytes that a crash left without an entry go; what has one, or is still on its way, stays', async () => {
  await bring('env', 'with-a-file', 'ticket', 'a longer mail '.repeat(200));
  const stored = () =>
    Promise.all([RAW, `${RAW}.files`].map((name) => app.context.db.collection(name).countDocuments()));
  const items = await Intake(app.context).countDocuments({ whole: { $ne: true } });
  const before = await stored();
  const [small, large] = [new Types.ObjectId(), new Types.ObjectId()];
  await writeFile(app.context, RAW, small, Buffer.from('left behind'));
  await writeFile(app.context, RAW, large, Buffer.alloc(600_000));
  expect(await sweepOrphans(app.context)).toBe(0);
  expect(await stored()).toEqual([(before[0] ?? 0) + 1, (before[1] ?? 0) + 1]);
  const later = Date.now() + 3 * 3_600_000;
  expect(await sweepOrphans(app.context, later)).toBe(2);
  expect(await stored()).toEqual(before);
  expect([before[0], items]).toEqual([1, 1]);
  await writeFile(app.context, RAW, new Types.ObjectId(), Buffer.from('looked at already'));
  expect(await sweepOrphans(app.context, later)).toBe(0);
});

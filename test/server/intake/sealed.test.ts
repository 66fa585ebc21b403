import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { identityHash } from '../../../server/customers/identity.ts';
import { Intake, type IntakeDoc } from '../../../server/intake/model.ts';
import { openRaw, openReason } from '../../../server/intake/raw.ts';
import { record } from '../../../server/intake/record.ts';
import { sweep } from '../../../server/intake/sweep.ts';
import { messageById, ticketById } from '../../../server/tickets/find.ts';
import { Messages } from '../../../server/tickets/message-model.ts';
import { reply } from '../../../server/tickets/reply.ts';
import { ErasedError } from '../../../server/vault/data-keys.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
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
const from = (value: string) => ({ kind: 'email' as const, value, verified: false });

test('neither the hash of a mail, nor its key, nor the reason can be read or recomputed from the ledger', async () => {
  const raw = Buffer.from('{"a mail": "that somebody else has too"}');
  const sha256 = createHash('sha256').update(raw).digest('hex');
  channel.onInterpret = () => ({ outcome: 'quarantine', reason: 'no address in "Ana Pop"' });
  const { id, done } = await record(app.context, { channel: 'email', account: 'env', key: sha256, raw });
  expect(await done).toMatchObject({ reason: 'no address in "Ana Pop"' });
  channel.onInterpret = undefined;
  const doc = await item(id);
  const stored = JSON.stringify(doc) + Buffer.from(doc.reason?.buffer as never).toString('latin1');
  for (const word of [sha256, 'Ana Pop']) expect(stored).not.toContain(word);
  expect(openReason(app.context, doc)).toBe('no address in "Ana Pop"');
});

test('the key of an item lies in the key file until it is wrapped to its customer, and not in the data', async () => {
  const { id, done } = await channel.bring({ text: 'mine' });
  const { message } = await done;
  const doc = await item(id);
  expect(String(doc.customer)).toBe(String((await messageById(app.context, message ?? ''))?.customer));
  expect((await openRaw(app.context, doc)).raw.toString()).toContain('mine');
  await eventually(() => expect(() => app.context.vault.items.get(doc.keyId)).toThrow(ErasedError));
  channel.onInterpret = () => ({ outcome: 'ignore', reason: 'a robot' });
  const other = await channel.bring();
  await other.done;
  channel.onInterpret = undefined;
  const ignored = await item(other.id);
  expect(ignored.rawKey).toBeNull();
  expect((await openRaw(app.context, ignored)).raw.length).toBe(ignored.size);
});

test('what becomes no ticket is found by who sent it, or by whom the mail went to that it quotes', async () => {
  channel.onInterpret = () => ({ outcome: 'ignore', reason: 'a robot', from: from('Ana@people.example') });
  const robot = await channel.bring();
  await robot.done;
  channel.onInterpret = undefined;
  expect((await item(robot.id)).sender).toBe(identityHash(app.context, from('ana@people.example')));

  const { ticket } = await (await channel.bring({ from: from('ben@people.example') })).done;
  const author = { kind: 'agent' as const, id: '0'.repeat(24), name: 'Agent' };
  const answered = await ticketById(app.context, ticket ?? '');
  const sent = await reply(app.context, answered, {
    author,
    purpose: 'service',
    clientId: 'sealed-1',
    text: 'Hello Ben',
  });
  const bounce = { outcome: 'bounce' as const, reason: 'not delivered', permanent: true, final: true };
  channel.onInterpret = () => ({ ...bounce, target: sent.externalId ?? '' });
  const known = await channel.bring();
  await known.done;
  channel.onInterpret = () => ({ ...bounce, recipient: 'cleo@people.example' });
  const unknown = await channel.bring();
  await unknown.done;
  channel.onInterpret = undefined;
  expect(String((await item(known.id)).customer)).toBe(String(answered.customer));
  expect((await messageById(app.context, String(sent._id)))?.failure).toBe('not delivered');
  expect((await item(unknown.id)).sender).toBe(identityHash(app.context, from('cleo@people.example')));
});

test("what another person writes into a customer's ticket is theirs, files and raw mail included", async () => {
  const { ticket } = await (await channel.bring({ from: from('dan@people.example'), threadKeys: ['dan'] })).done;
  const joined = await channel.bring({
    from: { ...from('eve@people.example'), name: 'Eve' },
    otherSender: true,
    threadKeys: ['dan'],
    text: 'I am her daughter',
    attachments: [{ name: 'letter.txt', type: 'text/plain', content: Buffer.from('Dear all') }],
  });
  const { ticket: same, message } = await joined.done;
  expect(same).toBe(ticket);
  const owner = (await ticketById(app.context, ticket ?? '')).customer;
  const written = await messageById(app.context, message ?? '');
  expect(written?.text).toBe('I am her daughter');
  expect(String(written?.customer)).not.toBe(String(owner));
  expect(String((await item(joined.id)).customer)).toBe(String(written?.customer));
  const { cookie } = await app.signIn();
  const number = (await ticketById(app.context, ticket ?? '')).number;
  const url = `/api/v1/tickets/${number}/messages/${message}/attachments/${written?.attachments[0]?.id}`;
  expect((await app.inject({ url, headers: { cookie } })).body).toBe('Dear all');
});

test('an item whose key was destroyed while it waited becomes nothing, and says so', async () => {
  const { id, done } = await channel.bring({ text: 'waits' });
  await done;
  await Messages(app.context).deleteMany({ intake: id });
  const { keyId } = await item(id);
  await Intake(app.context).updateOne({ _id: id }, { $set: { outcome: 'pending', rawKey: null, customer: null } });
  app.context.vault.erased.write({ id: 'x', at: '', owners: [keyId], by: { kind: 'system', name: '' }, items: [] });
  now += 60_000;
  await sweep(app.context);
  expect((await item(id)).outcome).toBe('erased');
  const { cookie } = await app.signIn();
  const source = await app.inject({ url: `/api/v1/intake/${id}/source`, headers: { cookie } });
  expect([source.statusCode, source.json().code]).toEqual([410, 'erased']);
  const list = await app.inject({ url: '/api/v1/intake?outcome=erased', headers: { cookie } });
  expect(list.json().items).toMatchObject([{ id, sha256: '', reason: null, outcome: 'erased' }]);
  const again = await app.inject({ method: 'POST', url: `/api/v1/intake/${id}/replay`, headers: { cookie } });
  expect(again.statusCode).toBe(410);
});

import { Types } from 'mongoose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Callbacks } from '../../../../server/callbacks/model.ts';
import { Customers } from '../../../../server/customers/model.ts';
import { Intake, type IntakeDoc } from '../../../../server/intake/model.ts';
import { Messages } from '../../../../server/tickets/message-model.ts';
import { Tickets } from '../../../../server/tickets/model.ts';
import type { MessageView } from '../../../../server/tickets/schema.ts';
import { agingDesk, numbers, type AgingDesk, type Brought } from './desk.ts';

let desk: AgingDesk;
beforeAll(async () => {
  desk = await agingDesk();
});
afterAll(() => desk.close());
afterEach(() => desk.dropRules());

it('is for admins to set and for supervisors to read', async () => {
  const { app } = desk;
  const body = { type: null, channel: null, days: 30, act: 'files', active: true };
  const asked = async (cookie?: string) => {
    const headers = cookie ? { cookie } : {};
    const made = await app.inject({ method: 'POST', url: '/api/v1/retention/rules', headers, payload: body });
    const read = await app.inject({ url: '/api/v1/retention/rules', headers });
    const dry = await app.inject({ url: '/api/v1/retention/preview', headers });
    const ran = await app.inject({ method: 'POST', url: '/api/v1/retention/runs', headers });
    return [made, read, dry, ran].map(({ statusCode }) => statusCode);
  };
  expect(await asked()).toEqual([401, 401, 401, 401]);
  expect(await asked((await app.signIn('agent')).cookie)).toEqual([403, 403, 403, 403]);
  expect(await asked((await app.signIn('supervisor')).cookie)).toEqual([403, 200, 200, 403]);
  expect((await desk.ask('POST', '/retention/rules', { ...body, days: 0 })).status).toBe(400);
  expect((await desk.ask('PUT', `/retention/rules/${'f'.repeat(24)}`, body)).status).toBe(404);
});

describe('redacting', () => {
  let old: Brought;
  let young: Brought;
  beforeAll(async () => {
    old = await desk.solved('redacted@people.example');
    desk.days(31);
    young = await desk.solved('young@people.example');
  });

  it('is shown before it is done, and touches nothing then', async () => {
    const rule = await desk.rule({ active: false });
    expect((await desk.preview()).parts).toEqual([]);
    const { parts, held } = await desk.preview(rule.id);
    expect(parts).toMatchObject([{ rule: rule.id, tickets: 1, messages: 3, files: 1, customers: 0 }]);
    expect([parts[0].numbers, held]).toEqual([numbers(old), []]);
    expect(await desk.texts(old.ticket)).toContain('from redacted@people.example');
  });

  it('takes all that was written, and leaves what reports count', async () => {
    const { app } = desk;
    const before = await Tickets(app.context).findById(old.ticket._id).lean().orFail();
    await desk.rule({});
    expect((await desk.run()).parts).toMatchObject([{ tickets: 1, messages: 3, files: 1, numbers: numbers(old) }]);
    expect(await desk.texts(old.ticket)).toEqual(['', '', '']);
    const view = (await desk.ask('GET', old.url)).body;
    expect(view).toMatchObject({ subject: '', snippet: '', status: 'solved', redacted: { what: 'all' } });
    const after = await Tickets(app.context).findById(old.ticket._id).lean().orFail();
    for (const field of [
      'type',
      'status',
      'createdAt',
      'solvedAt',
      'firstRepliedAt',
      'activityAt',
      'team',
      'messages',
    ] as const)
      expect([field, after[field]]).toEqual([field, before[field]]);
    expect(await desk.texts(young.ticket)).toContain('from young@people.example');
  });

  it('takes files, raw items and what search knew of it', async () => {
    const { app } = desk;
    expect((await desk.ask('GET', `/intake/${old.intake}/source`)).body.code).toBe('erased');
    const item = await Intake(app.context).findById(old.intake).lean<IntakeDoc>().orFail();
    expect([item.outcome, item.meta, item.keyId]).toEqual(['ticket', null, '']);
    expect(await app.context.db.collection('raw').countDocuments({ _id: new Types.ObjectId(old.intake) })).toBe(0);
    const { body } = await desk.ask('GET', `${old.url}/messages`);
    const redacted = body.items.filter((m: MessageView) => m.redacted);
    expect(redacted.map((m: MessageView) => [m.attachments, m.hasSource, m.redacted?.what])).toEqual(
      redacted.map(() => [[], false, 'all']),
    );
    expect(redacted.reduce((sum: number, m: MessageView) => sum + (m.redacted?.files ?? 0), 0)).toBe(1);
    await expect.poll(async () => (await desk.ask('GET', '/tickets?q=redacted%20answer')).body.items).toEqual([]);
  });

  it('is done once: the same rules find nothing the next time', async () => {
    await desk.rule({});
    expect((await desk.run()).parts).toMatchObject([{ tickets: 0 }]);
  });

  it('goes on with what is written afterwards, when that is old', async () => {
    const { message } = await (
      await desk.mail.bring({
        from: { kind: 'email', value: old.address, verified: false },
        threadKeys: [old.address],
        text: 'me again',
      })
    ).done;
    expect(await desk.texts(old.ticket)).toContain('me again');
    await desk.ask('POST', `${old.url}/status`, { status: 'solved' });
    await desk.rule({});
    expect((await desk.run()).parts).toMatchObject([{ tickets: 0 }]);
    desk.days(31);
    expect((await desk.run()).parts[0]?.numbers).toContain(old.ticket.number);
    expect((await Messages(desk.app.context).findById(message).lean().orFail()).text).toBe('');
  });
});

it('deletes files alone, and the raw items that hold them, where a rule says so', async () => {
  const { ticket, url, intake } = await desk.solved('files@people.example', { type: 'return' });
  const { _id, customer } = ticket;
  await Callbacks(desk.app.context).create({ ticket: _id, customer, state: 'reached', at: new Date(), tries: [] });
  const calls = () => Callbacks(desk.app.context).countDocuments({ ticket: _id });
  desk.days(31);
  await desk.rule({ act: 'files', type: 'return' });
  await desk.rule({ act: 'files', channel: 'webchat' });
  expect((await desk.run()).parts).toMatchObject([
    { tickets: 1, messages: 1, files: 1, numbers: [ticket.number] },
    { tickets: 0 },
  ]);
  const { body } = await desk.ask('GET', `${url}/messages`);
  expect(body.items.find((m: MessageView) => m.direction === 'in')).toMatchObject({
    text: 'from files@people.example',
    attachments: [],
    hasSource: false,
    redacted: { what: 'files', files: 1 },
  });
  expect((await desk.ask('GET', `/intake/${intake}/source`)).body.code).toBe('erased');
  expect(await calls()).toBe(1);
  // A stricter rule later goes on from there.
  await desk.rule({ act: 'redact', type: 'return' });
  expect((await desk.run()).parts.find(({ act }) => act === 'redact')).toMatchObject({ tickets: 1, files: 0 });
  expect(await calls()).toBe(0);
  expect(await desk.texts(ticket)).toEqual(['', '', '']);
});

it('touches nothing that is open, however old', async () => {
  const { ticket, url } = await desk.solved('open@people.example');
  await desk.ask('POST', `${url}/status`, { status: 'open' });
  desk.days(400);
  for (const act of ['files', 'redact', 'erase'] as const) await desk.rule({ act });
  await desk.run();
  expect(await desk.texts(ticket)).toContain('from open@people.example');
});

describe('erasing', () => {
  it('takes who has nothing younger, with a certificate, and nobody else', async () => {
    const gone = await desk.solved('gone@people.example', { type: 'inquiry' });
    const stays = await desk.solved('stays@people.example', { type: 'inquiry' });
    const mixed = await desk.solved('mixed@people.example', { type: 'inquiry' });
    await desk.solved('mixed@people.example', { type: 'complaint', threadKeys: ['another'] });
    desk.days(31);
    await desk.solved('stays@people.example', { threadKeys: ['later'], type: 'inquiry' });
    const rule = await desk.rule({ act: 'erase', type: 'inquiry' });
    const [part] = (await desk.preview(rule.id)).parts;
    expect(part.numbers).toContain(gone.ticket.number);
    expect(part.numbers).not.toContain(mixed.ticket.number);
    const done = (await desk.run()).parts[0];
    expect(done).toMatchObject({ customers: part.customers, tickets: part.tickets, messages: part.messages });
    const left = await Customers(desk.app.context).find({}, { _id: 1 }).lean();
    const has = (brought: Brought) => left.some(({ _id }) => String(_id) === brought.customer);
    expect([has(gone), has(stays), has(mixed)]).toEqual([false, true, true]);
    const { items } = (await desk.ask('GET', '/erasures')).body;
    expect(items.find((one: { customers: string[] }) => one.customers.includes(gone.customer))).toMatchObject({
      by: { kind: 'system', name: 'retention' },
    });
    expect((await desk.run()).parts).toMatchObject([{ customers: 0 }]);
  });

  it('takes those along who wrote into their tickets and have none of their own', async () => {
    const host = await desk.solved('host@people.example', { type: 'inquiry' });
    const guest = { kind: 'email' as const, value: 'guest@people.example', name: 'Guest', verified: false };
    const { message } = await (
      await desk.mail.bring({ from: guest, otherSender: true, threadKeys: ['host@people.example'] })
    ).done;
    const { customer } = await Messages(desk.app.context).findById(message).lean().orFail();
    await desk.ask('POST', `${host.url}/status`, { status: 'solved' });
    desk.days(31);
    await desk.rule({ act: 'erase', type: 'inquiry' });
    await desk.run();
    const left = await Customers(desk.app.context).countDocuments({
      _id: { $in: [customer, new Types.ObjectId(host.customer)] },
    });
    expect(left).toBe(0);
  });
});

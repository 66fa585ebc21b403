import { Types } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { upload } from '../../../server/tickets/upload.ts';
import { Customers, type CustomerDoc } from '../../../server/customers/model.ts';
import { Intake, type IntakeDoc } from '../../../server/intake/model.ts';
import { erasureTexts } from '../../../server/messages/erasure.ts';
import { Erasures } from '../../../server/privacy/erasure-model.ts';
import { isOwned } from '../../../server/privacy/kinds.ts';
import { models } from '../../../server/store/register.ts';
import { ticketById } from '../../../server/tickets/find.ts';
import { Messages } from '../../../server/tickets/message-model.ts';
import { Tickets } from '../../../server/tickets/model.ts';
import { Uploads } from '../../../server/tickets/upload-model.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

let app: TestApp;
let channel: ScriptChannel;
let admin: string;
beforeAll(async () => {
  app = await buildTestApp();
  channel = installScriptChannel(app);
  admin = (await app.signIn('admin')).cookie;
});
afterAll(() => app.close());

const from = (value: string, name = 'Ana Pop') => ({ kind: 'email' as const, value, name, verified: false });
const get = async (url: string, cookie = admin) => await app.inject({ url, headers: { cookie } });
const erase = (id: string, confirm = id, cookie = admin) =>
  app.inject({
    method: 'POST',
    url: `/api/v1/customers/${id}/erasure`,
    headers: { cookie },
    payload: { confirm },
  });

/** A customer with a ticket that has a mail with a file, an answer, a note with a file and a file in no message yet. */
async function bring(address: string, key = `${address}/first`) {
  const attachments = [{ name: 'bill.txt', type: 'text/plain', content: Buffer.from('a bill') }];
  const { id, done } = await channel.bring({ from: from(address), threadKeys: [address], attachments }, key);
  const { ticket: ticketId } = await done;
  const ticket = await ticketById(app.context, ticketId ?? '');
  const url = `/api/v1/tickets/${ticket.number}`;
  const file = await upload(app.context, ticket, { name: 'n.txt', type: 'text/plain', content: Buffer.from('n') });
  await upload(app.context, ticket, { name: 'later.txt', type: 'text/plain', content: Buffer.from('later') });
  const note = { clientId: `note-of-${address}`, text: 'A note', attachments: [file.id] };
  const reply = { clientId: `reply-to-${address}`, text: 'An answer' };
  for (const [kind, payload] of Object.entries({ notes: note, replies: reply }))
    expect(
      (await app.inject({ method: 'POST', url: `${url}/${kind}`, headers: { cookie: admin }, payload })).statusCode,
    ).toBe(201);
  return { ticket, url, customer: String(ticket.customer), intake: id };
}

describe('who may erase', () => {
  it('nobody who is not signed in, no agent and no supervisor', async () => {
    const { customer } = await bring('who@people.example');
    const nobody = await app.inject({
      method: 'POST',
      url: `/api/v1/customers/${customer}/erasure`,
      payload: { confirm: customer },
    });
    expect(nobody.statusCode).toBe(401);
    for (const role of ['agent', 'supervisor', 'readonly'] as const) {
      const { cookie } = await app.signIn(role);
      expect((await erase(customer, customer, cookie)).statusCode).toBe(403);
    }
    expect(await Customers(app.context).countDocuments({ _id: new Types.ObjectId(customer) })).toBe(1);
  });

  it('an admin who names the customer once more', async () => {
    const { customer } = await bring('typed@people.example');
    expect((await erase(customer, '0'.repeat(24))).statusCode).toBe(422);
    expect((await erase('f'.repeat(24))).statusCode).toBe(404);
    expect((await erase(customer)).statusCode).toBe(201);
  });
});

describe('what is left of a customer who was erased', () => {
  let brought: Awaited<ReturnType<typeof bring>>;
  let counts: Record<string, number>;
  let certificate: string;
  beforeAll(async () => {
    brought = await bring('gone@people.example');
    const { customer } = brought;
    const preview = (await get(`/api/v1/customers/${customer}/erasure`)).json().counts;
    const answer = await erase(customer);
    ({ counts, certificate } = answer.json());
    expect(counts).toEqual(preview);
  });

  it('is counted by kind', () =>
    expect(counts).toMatchObject({ Customer: 1, Identity: 1, Ticket: 1, Message: 3, File: 3, Intake: 1 }));

  it('is no document that was theirs, in any collection', async () => {
    const { customer, ticket } = brought;
    for (const model of models.filter(({ schema }) => isOwned(schema as never))) {
      const name = model.modelName;
      const theirs = { $or: [{ customer: new Types.ObjectId(customer) }, { _id: new Types.ObjectId(customer) }] };
      expect([name, await model(app.context).collection.countDocuments(theirs as never)]).toEqual([name, 0]);
    }
    expect(await Messages(app.context).countDocuments({ ticket: ticket._id })).toBe(0);
    expect(await Uploads(app.context).countDocuments({ ticket: ticket._id })).toBe(0);
    expect(app.context.vault.hasKey(customer)).toBe(false);
    const held = new Set(
      (await Messages(app.context).find({}, { files: 1 }).lean()).flatMap((m) => (m.files ?? []).map(String)),
    );
    const files = await app.context.db
      .collection('attachments')
      .find({}, { projection: { _id: 1 } })
      .toArray();
    const loose = new Set((await Uploads(app.context).find({}, { _id: 1 }).lean()).map(({ _id }) => String(_id)));
    expect(files.filter(({ _id }) => !held.has(String(_id)) && !loose.has(String(_id)))).toEqual([]);
  });

  it('is a ticket for the reports, closed, that says so in list and page', async () => {
    const { ticket, url } = brought;
    const view = (await get(url)).json();
    expect(view).toMatchObject({
      number: ticket.number,
      erased: true,
      status: 'closed',
      subject: '',
      snippet: '',
      customer: { name: '' },
    });
    expect((await get('/api/v1/tickets?limit=200')).json().items).toContainEqual(view);
    const doc = await Tickets(app.context).findById(ticket._id).lean().orFail();
    for (const secret of [ticket.thread, ticket.origin, ...ticket.threadKeys, String(ticket.customer)])
      expect(JSON.stringify(doc)).not.toContain(secret);
  });

  it('is 410 with words where it was read, and nothing can be written', async () => {
    const { url, customer, intake } = brought;
    const write = (kind: string, payload: object) =>
      app.inject({ method: 'POST', url: `${url}/${kind}`, headers: { cookie: admin }, payload });
    const gone = [
      await get(`/api/v1/customers/${customer}`),
      await get(`/api/v1/customers/${customer}/timeline`),
      await get(`/api/v1/intake/${intake}/source`),
      await write('replies', { clientId: 'after-erasure', text: 'Hello?' }),
      await write('notes', { clientId: 'after-erasure', text: 'Hello?' }),
      await write('tags', { tags: ['ana'] }),
    ];
    expect(gone.map((answer) => [answer.statusCode, answer.json().code])).toEqual(gone.map(() => [410, 'erased']));
    expect((await get(`${url}/messages`)).json().items).toEqual([]);
  });

  it('is a certificate in five languages that names nobody', async () => {
    expect((await app.inject({ url: certificate })).statusCode).toBe(401);
    for (const [locale, { title, kinds }] of Object.entries(erasureTexts)) {
      const page = await get(`${certificate}?locale=${locale}`);
      expect(page.headers['content-security-policy']).toContain("default-src 'none'");
      expect(page.body).toContain(title);
      expect(page.body).toContain(kinds['File']);
      expect(page.body).not.toMatch(/Ana Pop|people\.example/);
    }
  });

  it('is the same erasure when it is asked for again', async () => {
    const before = await Erasures(app.context).countDocuments();
    expect((await erase(brought.customer)).json().counts).toEqual(counts);
    expect(await Erasures(app.context).countDocuments()).toBe(before);
  });
});

it('goes on beside when that is asked for, and says how far it is', async () => {
  const { customer } = await bring('beside@people.example');
  const url = `/api/v1/customers/${customer}/erasure`;
  // What the search knows of it comes a little later.
  await eventually(async () => expect((await get(url)).json().counts).toMatchObject({ SearchPack: 1 }));
  const { counts } = (await get(url)).json();
  const payload = { confirm: customer, background: true };
  const asked = await app.inject({ method: 'POST', url, headers: { cookie: admin }, payload });
  expect([asked.statusCode, asked.json().state, asked.json().counts]).toEqual([202, 'begun', counts]);
  expect(app.context.vault.hasKey(customer)).toBe(false);
  const erasure = async () => (await get(`/api/v1/erasures/${asked.json().id}`)).json();
  await eventually(async () => expect((await erasure()).state).toBe('done'));
  const all = Object.values<number>(counts).reduce((sum, count) => sum + count, 0);
  expect(await erasure()).toMatchObject({ counts, removed: all });
  const again = await app.inject({ method: 'POST', url, headers: { cookie: admin }, payload });
  expect([again.statusCode, again.json().id]).toEqual([201, asked.json().id]);
});

describe('what comes after', () => {
  it('the same mail is no news, and a new one is of a new customer', async () => {
    const { customer } = await bring('again@people.example', 'again/first');
    await erase(customer);
    const items = await Intake(app.context).countDocuments();
    const same = await channel.bring({ from: from('again@people.example') }, 'again/first');
    expect([same.duplicate, (await same.done).outcome]).toEqual([true, 'erased']);
    expect(await Intake(app.context).countDocuments()).toBe(items);
    const fresh = await (
      await channel.bring({ from: from('again@people.example'), threadKeys: ['again@people.example'] })
    ).done;
    const ticket = await ticketById(app.context, fresh.ticket ?? '');
    expect(String(ticket.customer)).not.toBe(customer);
    expect(ticket.messages).toBe(1);
  });

  it('everybody who shows or keeps something is told, ids only', async () => {
    const { customer, ticket } = await bring('told@people.example');
    await erase(customer);
    await eventually(async () => {
      const doc = await Erasures(app.context)
        .findOne({ customers: new Types.ObjectId(customer) })
        .lean()
        .orFail();
      expect([doc.told, doc.tickets]).toEqual([true, undefined]);
    });
    const events = await app.context.db.collection('events').find({ ticket: ticket._id, fields: 'erased' }).toArray();
    expect(events).not.toHaveLength(0);
  });
});

describe('more than one record, and more than one ticket', () => {
  it('takes along whom they were merged with', async () => {
    const [one, two] = [await bring('merged1@people.example'), await bring('merged2@people.example')];
    await Customers(app.context).updateOne(
      { _id: new Types.ObjectId(two.customer) },
      { $set: { mergedInto: new Types.ObjectId(one.customer) } },
    );
    expect((await erase(one.customer)).json().counts).toMatchObject({ Customer: 2, Ticket: 2, Identity: 2 });
    expect((await get(`/api/v1/customers/${two.customer}`)).statusCode).toBe(410);
  });

  it('takes along what they wrote into tickets of others, which stay', async () => {
    const host = await bring('host@people.example');
    const guest = {
      from: from('guest@people.example', 'Guest'),
      otherSender: true,
      threadKeys: ['host@people.example'],
    };
    const { message } = await (await channel.bring({ ...guest, text: 'the guest was here' })).done;
    const written = await Messages(app.context).findById(message).lean().orFail();
    expect((await get(host.url)).json().snippet).toBe('the guest was here');
    expect((await erase(String(written.customer))).json().counts).toMatchObject({ Message: 1, Ticket: 0, Intake: 1 });
    const thread = (await get(`${host.url}/messages`)).json().items;
    expect(thread.map((m: { text: string }) => m.text)).not.toContain('the guest was here');
    const view = (await get(host.url)).json();
    expect([view.snippet, view.erased]).toEqual(['An answer', undefined]);
  });

  it('takes along what they sent and what became no ticket', async () => {
    const { customer } = await bring('robot@people.example');
    channel.onInterpret = () => ({ outcome: 'ignore', reason: 'a robot', from: from('robot@people.example') });
    const ignored = await channel.bring();
    await ignored.done;
    channel.onInterpret = undefined;
    expect((await erase(customer)).json().counts).toMatchObject({ Intake: 2 });
    const doc = await Intake(app.context).findById(ignored.id).lean<IntakeDoc>().orFail();
    expect([doc.outcome, doc.sender, doc.meta]).toEqual(['erased', undefined, null]);
  });
});

it('has words in every language for every kind that customers own', () => {
  const kinds = [
    'Identity',
    'File',
    ...models.filter(({ schema }) => isOwned(schema as never)).map((m) => m.modelName),
  ];
  for (const { kinds: words } of Object.values(erasureTexts))
    expect(kinds.filter((name) => name !== 'Upload' && !(name in words))).toEqual([]);
});

it('finds nobody by the hash of an address that was erased', async () => {
  const docs = await Customers(app.context).find({}).lean<CustomerDoc[]>();
  expect(docs.map(({ _id }) => String(_id)).filter((id) => app.context.vault.erased.has(id))).toEqual([]);
});

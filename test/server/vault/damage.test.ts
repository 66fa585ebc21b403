import { Types, type Schema } from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Customers } from '../../../server/customers/model.ts';
import { sealingOf } from '../../../server/declare.ts';
import { drain } from '../../../server/channels/delivery.ts';
import { messageById } from '../../../server/tickets/find.ts';
import { Messages } from '../../../server/tickets/message-model.ts';
import { Tickets } from '../../../server/tickets/model.ts';
import { asBytes } from '../../../server/vault/sealed.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

/** One byte of one sealed field is flipped in the store: that field is told to be damaged, everything else works. */
let app: TestApp;
let channel: ScriptChannel;
let cookie: string;
beforeAll(async () => {
  app = await buildTestApp();
  channel = installScriptChannel(app);
  ({ cookie } = await app.signIn());
});
afterAll(() => app.close());

const models = { Customers, Tickets, Messages } as const;
type Name = keyof typeof models;
const fieldsOf = (name: Name) => sealingOf(models[name].schema as Schema)?.fields ?? [];

async function flip(name: Name, _id: Types.ObjectId, field: string): Promise<boolean> {
  const { collection } = (models[name] as typeof Tickets)(app.context);
  const sealed = asBytes((await collection.findOne({ _id }))?.[field]);
  if (!sealed) return false;
  const changed = Buffer.from(sealed);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  await collection.updateOne({ _id }, { $set: { [field]: changed } as never });
  return true;
}

const get = async (url: string) => {
  const answer = await app.inject({ url, headers: { cookie } });
  return {
    status: answer.statusCode,
    body: answer.headers['content-type']?.includes('json') ? answer.json() : answer.body,
  };
};

/** A ticket with an answer; the customer's message has every field that a message can have. */
async function bring() {
  const { ticket, message } = await (
    await channel.bring({
      html: '<p>broken</p>',
      cc: ['cc@people.example'],
      externalId: 'id@people.example',
      fields: { order: '4711' },
      attachments: [{ name: 'a.txt', type: 'text/plain', content: Buffer.from('file') }],
    })
  ).done;
  const doc = await Tickets(app.context).findById(ticket).lean().orFail();
  const payload = { clientId: `damage-${doc.number}`, text: 'An answer' };
  const url = `/api/v1/tickets/${doc.number}`;
  const sent = await app.inject({ method: 'POST', url: `${url}/replies`, headers: { cookie }, payload });
  expect(sent.statusCode).toBe(201);
  await drain(app.context);
  const first = await Messages(app.context).findById(message).lean().orFail();
  return { url, doc, first };
}

test.each((Object.keys(models) as Name[]).flatMap((name) => fieldsOf(name).map((field) => [name, field] as const)))(
  '%s.%s',
  async (name, field) => {
    const { url, doc, first } = await bring();
    const id = { Customers: doc.customer, Tickets: doc._id, Messages: first._id }[name];
    if (!(await flip(name, id, field)))
      return expect([
        'notes',
        'to',
        'alsoTo',
        'bcc',
        'sentId',
        'sentParts',
        'choices',
        'form',
        'course',
        'bought',
        'failure',
        'original',
        'group',
      ]).toContain(field);

    const list = await get('/api/v1/tickets?limit=3');
    const ticket = await get(url);
    const thread = await get(`${url}/messages`);
    const customer = await get(`/api/v1/customers/${String(doc.customer)}`);
    const timeline = await get(`/api/v1/customers/${String(doc.customer)}/timeline`);
    expect([list, ticket, thread, customer, timeline].map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(list.body.items).toContainEqual(ticket.body);
    const told = { Customers: customer.body, Tickets: ticket.body, Messages: thread.body.items[0] }[name];
    expect(told.damaged).toEqual([field === 'values' ? 'identities' : field]);
    for (const other of [customer.body, ticket.body, ...thread.body.items].filter((view) => view !== told))
      expect(other.damaged).toBeUndefined();
    if (name !== 'Messages')
      expect(thread.body.items.map((m: { text: string }) => m.text)).toContain('My lamp is broken.');

    const file = await get(`${url}/messages/${String(first._id)}/html`);
    expect(file.status).toBe(name === 'Messages' && field === 'html' ? 422 : 200);
    const source = await get(`${url}/messages/${String(first._id)}/source`);
    expect(source.status).toBe(200);
    const note = { clientId: `note-on-damage-${doc.number}`, text: 'Its record is damaged.' };
    const noted = await app.inject({ method: 'POST', url: `${url}/notes`, headers: { cookie }, payload: note });
    expect(noted.statusCode).toBe(201);
  },
);

test('a damaged file is told to be so, and the message around it can be read', async () => {
  const { url, first } = await bring();
  const message = await messageById(app.context, String(first._id));
  const files = app.context.db.collection('attachments');
  const file = await files.findOne({ _id: new Types.ObjectId(message?.attachments[0]?.id) });
  const changed = Buffer.from(asBytes(file?.['bytes']) ?? []);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  await files.updateOne({ _id: file?._id as never }, { $set: { bytes: changed } });
  const answer = await get(`${url}/messages/${String(first._id)}/attachments/${message?.attachments[0]?.id}`);
  expect([answer.status, answer.body.code]).toEqual([422, 'damaged']);
});

test('a damaged answer is not sent, and its agent is told', async () => {
  const { doc } = await bring();
  const answer = await Messages(app.context).findOne({ ticket: doc._id, direction: 'out' }).lean().orFail();
  await flip('Messages', answer._id, 'text');
  const sent = channel.sent.length;
  await Messages(app.context).updateOne(
    { _id: answer._id },
    { $set: { 'delivery.state': 'pending', 'delivery.dueAt': new Date(0) } },
  );
  await drain(app.context);
  // The desk's own delivery may have been quicker, and be at it still.
  await eventually(async () => {
    const after = await messageById(app.context, String(answer._id));
    expect([after?.delivery?.state, after?.failure, channel.sent.length]).toEqual([
      'failed',
      'It was damaged where it is stored: nothing was sent.',
      sent,
    ]);
  });
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../../server/messages/inbox/en.ts';
import { FIELD_CHOICES, TYPE_FIELDS } from '../../../server/tickets/fields.ts';
import { Tickets } from '../../../server/tickets/model.ts';
import { choicesOf, fieldsOf } from '../../../web/inbox/state/fields.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';
import { numberOf } from '../../support/ticket-number.ts';

let app: TestApp;
let mail: ScriptChannel;
let cookie: string;
beforeAll(async () => {
  app = await buildTestApp();
  mail = installScriptChannel(app);
  ({ cookie } = await app.signIn('agent'));
});
afterAll(() => app.close());

const bring = async (more: object = {}) => numberOf(app, (await (await mail.bring(more)).done).ticket);
const set = (number: number, fields: object, as = cookie) =>
  app.inject({
    method: 'POST',
    url: `/api/v1/tickets/${number}/fields`,
    headers: { cookie: as },
    payload: { fields },
  });

it('needs a session, and somebody who may write', async () => {
  const number = await bring();
  expect((await set(number, { product: 'Lamp' }, '')).statusCode).toBe(401);
  expect((await set(number, { product: 'Lamp' }, (await app.signIn('readonly')).cookie)).statusCode).toBe(403);
});

it('adds, changes and removes; the rest stays, and the thread says which and not what', async () => {
  const number = await bring({ type: 'complaint', fields: { order: '4711', page: 'https://shop.test/a' } });
  await set(number, { product: 'Lamp “Luna”', since: 'last week', wish: 'repair' });
  expect((await set(number, { order: '', wish: 'refund' })).json()).toMatchObject({
    fields: { page: 'https://shop.test/a', product: 'Lamp “Luna”', since: 'last week', wish: 'refund' },
  });
  const { items } = (await app.inject({ url: `/api/v1/tickets/${number}/messages`, headers: { cookie } })).json<{
    items: { event?: object }[];
  }>();
  expect(items.flatMap(({ event }) => event ?? []).slice(-2)).toEqual([
    { kind: 'fields', params: { fields: 'product,since,wish' } },
    { kind: 'fields', params: { fields: 'order,wish' } },
  ]);
  await set(number, { wish: 'refund' });
  expect((await Tickets(app.context).findOne({ number }).lean())?.messages).toBe(items.length);
});

it('is sealed where it is stored', async () => {
  const number = await bring();
  await set(number, { product: 'Unmistakable-Product' });
  const doc = await Tickets(app.context).findOne({ number }).lean();
  expect(JSON.stringify(doc)).not.toContain('Unmistakable');
});

it.each([
  ['a word that is no choice', { wish: 'a pony' }],
  ['a name that is none', { 'Not a name': 'x' }],
  ['nothing', {}],
  ['something that is no text', { order: { $gt: '' } }],
])('refuses %s', async (_what, fields) => {
  expect([400, 422]).toContain((await set(await bring(), fields)).statusCode);
});

it('two agents at once lose nothing of each other', async () => {
  const number = await bring();
  await Promise.all([set(number, { product: 'Lamp' }), set(number, { order: '4711' })]);
  expect((await set(number, { since: 'May' })).json()).toMatchObject({
    fields: { product: 'Lamp', order: '4711', since: 'May' },
  });
});

it('inbox and server know the same fields, and there is a word for each', () => {
  for (const type of ['complaint', 'return', 'inquiry'] as const) expect(fieldsOf(type)).toEqual(TYPE_FIELDS[type]);
  for (const [name, choices] of Object.entries(FIELD_CHOICES)) {
    expect(choicesOf(name)).toEqual(choices);
    expect(Object.keys(en.choice)).toEqual(expect.arrayContaining([...choices]));
  }
  expect(Object.keys(en.field)).toEqual(expect.arrayContaining(Object.values(TYPE_FIELDS).flat()));
});

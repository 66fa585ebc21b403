import { afterAll, beforeAll, expect, test } from 'vitest';
import { Drafts } from '../../../server/drafts/model.ts';
import { Uploads } from '../../../server/tickets/upload-model.ts';
import { sweepUploads, upload } from '../../../server/tickets/upload.ts';
import { Tickets } from '../../../server/tickets/model.ts';
import { ticketById } from '../../../server/tickets/find.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

let app: TestApp;
let email: ScriptChannel;
let now = Date.now();
let ana: { cookie: string; agent: { id: string } };
let ben: typeof ana;
beforeAll(async () => {
  app = await buildTestApp({ clock: { now: () => new Date(now) } });
  email = installScriptChannel(app);
  [ana, ben] = [await app.signIn(), await app.signIn()];
});
afterAll(() => app.close());

const open = async () => await ticketById(app.context, (await (await email.bring()).done).ticket ?? '');
const as =
  ({ cookie }: typeof ana) =>
  (method: 'GET' | 'PUT' | 'POST' | 'DELETE', url: string, payload?: object) =>
    app.inject({ method, url: `/api/v1${url}`, headers: { cookie }, ...(payload ? { payload } : {}) });
const at = (number: number, mode = 'reply') => `/tickets/${number}/drafts/${mode}`;
const texts = async (who: typeof ana, number: number) =>
  (await as(who)('GET', `/tickets/${number}/drafts`))
    .json()
    .items.map((d: { text: string }) => d.text)
    .toSorted();
const inView = async (who: typeof ana) =>
  (await as(who)('GET', '/tickets?view=drafts')).json().items.map((t: { number: number }) => t.number);

test.each([
  ['GET', '/drafts'],
  ['GET', '/tickets/1/drafts'],
  ['PUT', '/tickets/1/drafts/reply'],
  ['DELETE', '/tickets/1/drafts/reply?version=1'],
  ['POST', '/tickets/1/messages/000000000000000000000000/cancellation'],
] as const)('%s %s asks for a session first', async (method, url) => {
  const answer = await app.inject({ method, url: `/api/v1${url}`, ...(method === 'PUT' ? { payload: {} } : {}) });
  expect(answer.statusCode).toBe(401);
});

test.each([
  ['reply', {}],
  ['reply', { version: 0, text: 'x' }],
  ['reply', { version: 1, text: 'x', to: ['nobody'] }],
  ['reply', { version: 1, text: 'x', owner: 'me' }],
  ['letter', { version: 1, text: 'x' }],
])('a bad draft is refused: %s %j', async (mode, body) => {
  const { number } = await open();
  expect((await as(ana)('PUT', at(number, mode), body)).statusCode).toBe(400);
});

test('everybody has a reply and a note of their own on a ticket, and the ticket says who has', async () => {
  const { number } = await open();
  await as(ana)('PUT', at(number), { version: 1, text: 'Dear customer' });
  await as(ana)('PUT', at(number, 'note'), { version: 1, text: 'Odd one' });
  await as(ben)('PUT', at(number), { version: 1, text: 'Hello' });
  expect([await texts(ana, number), await texts(ben, number)]).toEqual([['Dear customer', 'Odd one'], ['Hello']]);
  const { drafts } = (await as(ana)('GET', `/tickets/${number}`)).json();
  expect(drafts.toSorted()).toEqual([ana.agent.id, ben.agent.id].toSorted());
  expect([await inView(ana), await inView(ben)]).toEqual([expect.arrayContaining([number]), [number]]);
  expect((await as(ben)('GET', '/tickets/counts')).json().drafts).toBe(1);
  expect((await as(ben)('GET', '/drafts')).json().items).toMatchObject([{ ticket: number, text: 'Hello' }]);
});

test('the highest version wins, in whatever order they come', async () => {
  const { number } = await open();
  const save = (version: number) => as(ana)('PUT', at(number), { version, text: `v${version}` });
  await Promise.all([3, 1, 5, 2, 4].map(save));
  expect(await texts(ana, number)).toEqual(['v5']);
  expect((await save(2)).json()).toMatchObject({ version: 5, text: 'v5' });
});

test('an ended draft is gone, also for a save of it that comes late', async () => {
  const { number } = await open();
  await as(ana)('PUT', at(number), { version: 10, text: 'begun' });
  expect((await as(ana)('DELETE', `${at(number)}?version=11`)).statusCode).toBe(204);
  await as(ana)('PUT', at(number), { version: 9, text: 'late' });
  expect(await texts(ana, number)).toEqual([]);
  expect((await Tickets(app.context).findOne({ number }).lean())?.drafts).toBeUndefined();
  await as(ana)('PUT', at(number), { version: 12, text: 'again' });
  expect(await texts(ana, number)).toEqual(['again']);
  await as(ana)('PUT', at(number), { version: 13, text: '   ' });
  expect(await inView(ana)).not.toContain(number);
});

test('what was sent is no draft any more; a note does not end a reply', async () => {
  const { number } = await open();
  await as(ana)('PUT', at(number), { version: 1, text: 'answer' });
  await as(ana)('PUT', at(number, 'note'), { version: 1, text: 'note' });
  await as(ana)('POST', `/tickets/${number}/notes`, { clientId: 'note-of-ana', text: 'note', draft: 2 });
  expect(await texts(ana, number)).toEqual(['answer']);
  await as(ana)('POST', `/tickets/${number}/replies`, { clientId: 'reply-of-ana', text: 'answer', draft: 2 });
  expect(await texts(ana, number)).toEqual([]);
});

test('a draft stays with its writer when the ticket is given to somebody else', async () => {
  const { number } = await open();
  await as(ana)('PUT', at(number), { version: 1, text: 'mine', cc: ['boss@people.example'], html: '<p>mine</p>' });
  await as(ana)('POST', `/tickets/${number}/assignment`, { assignee: ben.agent.id });
  expect((await as(ana)('GET', `/tickets/${number}/drafts`)).json().items).toMatchObject([
    { text: 'mine', cc: ['boss@people.example'], html: '<p>mine</p>' },
  ]);
  expect(await texts(ben, number)).toEqual([]);
});

test('nothing of it stands in the store unsealed, and its HTML is clean', async () => {
  const { number } = await open();
  const html = '<p onclick="steal()">secret <script>steal()</script>words</p>';
  await as(ana)('PUT', at(number), { version: 1, text: 'secret words', html, to: ['ana@people.example'] });
  const raw = await Drafts(app.context).collection.find({}).toArray();
  expect(JSON.stringify(raw)).not.toMatch(/secret|people\.example/);
  const [draft] = (await as(ana)('GET', `/tickets/${number}/drafts`)).json().items;
  expect(draft.html).toBe('<p>secret words</p>');
});

test('read-only agents and programs write none', async () => {
  const { number } = await open();
  const reader = await app.signIn('readonly');
  const answer = await as({ ...reader })('PUT', at(number), { version: 1, text: 'x' });
  expect(answer.statusCode).toBe(403);
});

test('files of a draft stay until the draft lets them go', async () => {
  const ticket = await open();
  const content = Buffer.from('a photo');
  const [kept, dropped] = await Promise.all(
    ['kept.txt', 'dropped.txt'].map((name) => upload(app.context, ticket, { name, type: 'text/plain', content })),
  );
  const ids = [kept?.id, dropped?.id];
  const saved = await as(ana)('PUT', at(ticket.number), { version: 1, text: '', attachments: ids });
  expect(saved.json().attachments).toMatchObject([{ name: 'kept.txt' }, { name: 'dropped.txt' }]);
  expect((await as(ana)('GET', saved.json().attachments[0].url.slice('/api/v1'.length))).body).toBe('a photo');
  await as(ana)('PUT', at(ticket.number), { version: 2, text: '', attachments: [kept?.id] });
  now += 25 * 3_600_000;
  await sweepUploads(app.context);
  const left = await Uploads(app.context).find({ ticket: ticket._id }).lean();
  expect(left.map(({ _id }) => String(_id))).toEqual([kept?.id]);
  const sent = { clientId: 'with-its-file', text: 'see', attachments: [kept?.id], draft: 3 };
  expect((await as(ana)('POST', `/tickets/${ticket.number}/replies`, sent)).statusCode).toBe(201);
  now += 25 * 3_600_000;
  await sweepUploads(app.context);
  const [message] = (await as(ana)('GET', `/tickets/${ticket.number}/messages`)).json().items.slice(-1);
  expect((await as(ana)('GET', message.attachments[0].url.slice('/api/v1'.length))).body).toBe('a photo');
});

import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadSampleArticles } from '../../../knowledge-base/import-content.ts';
import { readAttachment } from '../../../server/attachments/store.ts';
import { drain } from '../../../server/channels/delivery.ts';
import { Intake } from '../../../server/intake/model.ts';
import { assistantTexts } from '../../../server/messages/assistant.ts';
import { messageById } from '../../../server/tickets/find.ts';
import { upload } from '../../../server/tickets/upload.ts';
import { eventually } from '../../support/eventually.ts';
import { Refused, type Values } from '../../support/telegram-methods.ts';
import { received, startDesk, type Desk, type Person } from './desk.ts';

/** A desk that fetches the updates of its bot from a stand-in of the Bot API. */
const { en } = assistantTexts;
let desk: Desk;
let cookie: string;
beforeAll(async () => {
  desk = await startDesk();
  await loadSampleArticles(desk.app.context);
  ({ cookie } = await desk.app.signIn());
});
afterAll(() => desk.close());

let ids = 0;
/** An agent's answer over the API. @returns its id */
async function answer(person: Person, text: string, more: Values = {}): Promise<string> {
  const { number } = await desk.ticketOf(person);
  const payload = { clientId: `answer-${++ids}`, text, ...more };
  const reply = await desk.app.inject({
    method: 'POST',
    url: `/api/v1/tickets/${number}/replies`,
    headers: { cookie },
    payload,
  });
  expect(reply.statusCode, reply.body).toBe(201);
  return reply.json().id;
}
const fate = async (id: string) => (await messageById(desk.app.context, id))!;
/** Resolves with the message once its delivery is in that state. */
const ends = (id: string, state: string) =>
  eventually(async () => {
    await drain(desk.app.context);
    const message = await fate(id);
    expect(message.delivery?.state).toBe(state);
    return message;
  });
const sentTo = ({ id }: Person) => desk.telegram.sent.filter((one) => one['chat_id'] === id);
/** The customer asks for a person, so that the assistant is silent. */
async function handedOver(): Promise<Person> {
  const person = desk.person();
  person.say({ text: 'I want to talk to a human, please.' });
  await eventually(async () => expect((await desk.ticketOf(person)).handler).toBe('agents'));
  await eventually(() => expect(sentTo(person).length).toBeGreaterThan(0));
  return person;
}

test('a message is in the ledger before it is confirmed, and becomes a ticket that the assistant answers', async () => {
  const person = desk.person({ username: 'ana_pop' });
  person.say({ text: 'How long does delivery take?' });
  const [said, answered] = await desk.thread(person, (thread) => thread.some(({ direction }) => direction === 'out'));
  expect(said).toMatchObject({ direction: 'in', text: 'How long does delivery take?', authorName: 'Ana Pop' });
  expect(answered).toMatchObject({ author: { kind: 'assistant' } });
  await eventually(() => expect(sentTo(person)).toMatchObject([{ method: 'sendMessage', text: answered?.text }]));
  await eventually(() => expect(desk.telegram.pending).toEqual([]));
  expect(await ends(String(answered?._id), 'sent')).toMatchObject({
    sentId: `4711/${person.id}/${sentTo(person)[0]?.message_id}`,
  });
  const { customer } = await desk.ticketOf(person);
  const view = await desk.app.inject({ url: `/api/v1/customers/${String(customer)}`, headers: { cookie } });
  expect(
    view
      .json()
      .identities.map(({ value }: { value: string }) => value)
      .sort(),
  ).toEqual([String(person.id), '@ana_pop'].sort());
});

/** Says or presses something, and waits for what the bot answers to it. */
async function answerTo(person: Person, act: () => unknown): Promise<Values> {
  const before = sentTo(person).length;
  act();
  await eventually(() => expect(sentTo(person).length).toBeGreaterThan(before));
  return sentTo(person).at(-1) ?? {};
}
const textOf = (sent: Values): string => String(sent['text']);

test('the same story as everywhere: an inquiry, a return, a hand-over, an agent’s answer', async () => {
  const ana = desk.person();
  const say = (text: string) => answerTo(ana, () => ana.say({ text }));
  const press = (label: string) => answerTo(ana, () => ana.press(label));
  expect(textOf(await say('/start'))).toContain(en.offer);
  const answered = await say('How do I reset my password?');
  expect(textOf(answered)).toContain(`${desk.app.context.config.publicUrl}/help/en/reset-password`);
  expect(textOf(await press(en.helped.yes))).toContain(en.glad.slice(0, 10));
  expect(await desk.ticketOf(ana)).toMatchObject({ status: 'solved', handler: 'assistant', unverified: false });
  // A button that was pressed is gone.
  const pressed = () => desk.telegram.calls.filter(({ method }) => method === 'editMessageReplyMarkup');
  await eventually(() => expect(pressed()).toMatchObject([{ values: { message_id: answered['message_id'] } }]));

  await say('I want to return an item');
  await say('order 4711-22');
  await say('a lamp');
  await say('It does not fit');
  await press(en.form.condition.unopened);
  expect(textOf(await press(en.form.wish.refund))).toContain('4711-22');
  const filed = await press(en.form.choice.yes);
  const ticket = await desk.ticketOf(ana);
  expect(textOf(filed)).toContain(String(ticket.number));
  expect(ticket).toMatchObject({ type: 'return', handler: 'agents', status: 'open' });
  const thread = await desk.thread(ana, (all) => all.some(({ direction }) => direction === 'note'));
  expect(thread.filter(({ direction }) => direction === 'in').at(-1)?.text).toBe(en.form.choice.yes);

  const html = '<p>Dear <strong>Ana</strong>,</p><p>send it <a href="https://lamps.example/label">back</a>.</p>';
  await ends(await answer(ana, 'Dear Ana, send it back.', { html }), 'sent');
  expect(sentTo(ana).at(-1)).toMatchObject({
    text: 'Dear Ana,\n\nsend it back.',
    entities: [
      { type: 'bold', offset: 5, length: 3 },
      { type: 'text_link', offset: 19, length: 4, url: 'https://lamps.example/label' },
    ],
  });
});

test('edits change what was written; an album is one message with its files; voice and documents come along', async () => {
  const person = await handedOver();
  const { telegram } = desk;
  const id = person.say({ text: 'My lamp is gren.' });
  person.edit(id, { text: 'My lamp is green.' });
  await desk.thread(person, (thread) =>
    thread.some(({ text, original }) => text === 'My lamp is green.' && original === 'My lamp is gren.'),
  );

  const photo = (name: string) => {
    telegram.files.set(name, Buffer.from(`picture ${name}`));
    return [
      { file_id: 'small', file_unique_id: 's', width: 9, height: 9 },
      { file_id: name, file_unique_id: `u${name}`, width: 90, height: 90, file_size: 9 },
    ];
  };
  person.say({ photo: photo('one'), media_group_id: '77', caption: 'Three pictures' });
  person.say({ photo: photo('two'), media_group_id: '77' });
  person.say({ photo: photo('three'), media_group_id: '77' });
  telegram.files.set('voice', Buffer.from('voice'));
  person.say({ voice: { file_id: 'voice', file_unique_id: 'v1', duration: 3, mime_type: 'audio/ogg', file_size: 5 } });
  telegram.files.set('doc', Buffer.from('%PDF'));
  telegram.next('getFile', new Refused(429, 'Too Many Requests: retry after 1', { retry_after: 1 }));
  person.say({
    document: { file_id: 'doc', file_unique_id: 'd1', file_name: 'Rechnung №1.pdf', mime_type: 'application/pdf' },
  });
  person.say({
    video: { file_id: 'film', file_unique_id: 'f1', file_name: 'film.mp4', duration: 3, file_size: 35_000_000 },
  });
  const thread = await desk.thread(person, (all) => all.some(({ text }) => text.includes('too large')));
  const album = thread.find(({ text }) => text === 'Three pictures');
  expect(album?.attachments.map(({ name }) => name)).toEqual(['photo-uone.jpg', 'photo-utwo.jpg', 'photo-uthree.jpg']);
  const { context } = desk.app;
  const bytes = await Promise.all(
    album!.attachments.map((file) => readAttachment(context, String(album!.customer), file.id)),
  );
  expect(bytes.map(String)).toEqual(['picture one', 'picture two', 'picture three']);
  const after = thread.filter(({ direction, n }) => direction === 'in' && n > album!.n);
  expect(after.map(({ attachments }) => attachments.map(({ name }) => name))).toEqual([
    ['voice-v1.ogg'],
    ['Rechnung №1.pdf'],
    [],
  ]);
  expect(after[2]?.text).toBe('[File film.mp4, 35 MB: too large to be fetched from Telegram]');
});

test('an agent’s files: words under a single picture, else before; what is no picture is a document', async () => {
  const person = await handedOver();
  const { context } = desk.app;
  const ticket = await desk.ticketOf(person);
  const png = await readFile(new URL('../../../docs/pictures/inbox.png', import.meta.url)).catch(() =>
    Buffer.from('png'),
  );
  const put = (name: string, type: string) => upload(context, ticket, { name, type, content: png });
  const before = sentTo(person).length;
  const one = await put('lamp.png', 'image/png');
  await ends(await answer(person, 'Like this?', { attachments: [one.id] }), 'sent');
  expect(sentTo(person).slice(before)).toMatchObject([
    { method: 'sendPhoto', caption: 'Like this?', file: { name: 'lamp.png', content: png } },
  ]);

  // Telegram takes no picture that is so narrow: it goes as a file.
  desk.telegram.next('sendPhoto', new Refused(400, 'Bad Request: PHOTO_INVALID_DIMENSIONS'));
  const more = [await put('long.png', 'image/png'), await put('Faktura "1".pdf', 'application/pdf')];
  const long = `${'A long answer. '.repeat(400)}`.trim();
  await ends(await answer(person, long, { attachments: more.map(({ id }) => id) }), 'sent');
  const sent = sentTo(person).slice(before + 1);
  expect(sent.map(({ method }) => method)).toEqual(['sendMessage', 'sendMessage', 'sendDocument', 'sendDocument']);
  expect(`${String(sent[0]?.['text'])} ${String(sent[1]?.['text'])}`).toBe(long);
  expect(sent.slice(2).map(({ file }) => file?.name)).toEqual(['long.png', 'Faktura _1_.pdf']);
});

test.each([
  [new Refused(403, 'Forbidden: bot was blocked by the user'), 'blocked'],
  [new Refused(400, 'Bad Request: chat not found'), 'gone'],
  [new Refused(403, 'Forbidden: user is deactivated'), 'gone'],
  [new Refused(400, 'Bad Request: not enough rights to send text messages to the chat'), 'refused'],
])('%s: it failed, in a word', async (refused, cause) => {
  const person = await handedOver();
  desk.telegram.refusing.set(person.id, refused);
  const message = await ends(await answer(person, 'Are you there?'), 'failed');
  expect(message.delivery?.told).toMatchObject({ cause, permanent: true });
  expect(message.failure).toBe(refused.message);
});

test('what may have arrived is never repeated by itself, and once by "send again"', async () => {
  const person = await handedOver();
  const before = sentTo(person).length;
  desk.telegram.next('sendMessage', 'cut-after');
  const id = await answer(person, 'Did you get this?');
  await ends(id, 'unknown');
  await drain(desk.app.context);
  expect(sentTo(person)).toHaveLength(before + 1);
  const { number } = await desk.ticketOf(person);
  await desk.app.inject({
    method: 'POST',
    url: `/api/v1/tickets/${number}/messages/${id}/resend`,
    headers: { cookie },
  });
  await ends(id, 'sent');
  expect(sentTo(person)).toHaveLength(before + 2);
});

test('when Telegram asks to wait, the answer waits as long, and goes on where it stopped', async () => {
  const person = await handedOver();
  const before = sentTo(person).length;
  const slow = new Refused(429, 'Too Many Requests: retry after 2', { retry_after: 2 });
  desk.telegram.next('sendMessage', slow);
  const started = Date.now();
  await ends(await answer(person, 'Wait for it.'), 'sent');
  expect(Date.now() - started).toBeGreaterThan(1_900);
  const file = await upload(desk.app.context, await desk.ticketOf(person), {
    name: 'a.txt',
    type: 'text/plain',
    content: Buffer.from('a'),
  });
  const other = await upload(desk.app.context, await desk.ticketOf(person), {
    name: 'b.txt',
    type: 'text/plain',
    content: Buffer.from('b'),
  });
  desk.telegram.next('sendDocument', new Refused(429, 'Too Many Requests: retry after 1', { retry_after: 1 }));
  const message = await ends(await answer(person, 'In parts.', { attachments: [file.id, other.id] }), 'sent');
  expect(
    sentTo(person)
      .slice(before)
      .map(({ method }) => method),
  ).toEqual(['sendMessage', 'sendMessage', 'sendDocument', 'sendDocument']);
  expect(message.sentParts).toHaveLength(2);
});

test('in a group only what is said to the bot is heard, and answered there', async () => {
  const person = desk.person();
  const chat = { id: -100_200_300, type: 'supergroup', title: 'Lamps' };
  const before = await Intake(desk.app.context).countDocuments({});
  const mention = { type: 'mention', offset: 0, length: desk.telegram.bot.username.length + 1 };
  person.say({ chat, text: 'What a nice day' });
  const asked = person.say({
    chat,
    text: `@${desk.telegram.bot.username} I want to talk to a human`,
    entities: [mention],
  });
  const inGroup = () => desk.telegram.sent.filter((one) => one['chat_id'] === chat.id);
  await eventually(() =>
    expect(inGroup()).toMatchObject([{ reply_parameters: { message_id: asked, allow_sending_without_reply: true } }]),
  );
  expect((await Intake(desk.app.context).countDocuments({})) - before).toBe(1);
});

test('a group that became another one is followed; typing shows as a chat action', async () => {
  const person = await handedOver();
  const moved = new Refused(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
    migrate_to_chat_id: -100_999,
  });
  desk.telegram.refusing.set(person.id, moved);
  await ends(await answer(person, 'Still there?'), 'sent');
  expect(desk.telegram.sent.at(-1)).toMatchObject({ chat_id: -100_999, text: 'Still there?' });
  const ticket = String((await desk.ticketOf(person))._id);
  const typing = { ticket, by: { kind: 'agent' as const, id: '0'.repeat(24) }, on: true };
  for (let i = 0; i < 3; i += 1) await desk.app.context.events.emit('ticket.typing', typing);
  await eventually(() =>
    expect(desk.telegram.calls.filter(({ method }) => method === 'sendChatAction')).toMatchObject([
      { values: { chat_id: person.id, action: 'typing' } },
    ]),
  );
});

test('a second reader, or a token that was taken back, is told to those who look after the channel; the next attempt works', async () => {
  const state = async () =>
    (await desk.app.inject({ url: '/api/v1/channels', headers: { cookie } }))
      .json()
      .items.find(({ channel }: { channel: string }) => channel === 'telegram');
  expect(await state()).toMatchObject({ state: 'up', account: 'env' });
  const { url, token } = desk.telegram;
  desk.telegram.next('getUpdates', new Refused(401, 'Unauthorized'));
  // Somebody else asks: that ends the desk's own question.
  const other = await fetch(`${url}/bot${token}/getUpdates`, { method: 'POST' });
  expect(other.status).toBe(401);
  desk.telegram.next('getUpdates', new Refused(409, 'Conflict: terminated by other getUpdates request'));
  const count = await received(desk.app);
  desk.person().say({ text: 'Wake up' });
  await eventually(async () => expect(await state()).toMatchObject({ state: 'down', cause: 'elsewhere' }));
  await eventually(async () => expect(await received(desk.app)).toBe(count + 1));
  await eventually(async () => expect(await state()).toMatchObject({ state: 'up' }));
});

test('who is erased is gone with what they wrote, and all that was said to Telegram was as it wants it', async () => {
  const zoe = desk.person({ first_name: 'Zoe', last_name: 'Unforgettable', username: 'zoe_unforgettable' });
  zoe.say({ text: 'Forget me, order 99887766' });
  const { customer } = await desk.ticketOf(zoe);
  await eventually(() => expect(sentTo(zoe).length).toBeGreaterThan(0));
  const all = async () => {
    const { db } = desk.app.context;
    const names = ['customers', 'tickets', 'messages', 'intake', 'dialogues'];
    return JSON.stringify(await Promise.all(names.map((name) => db.collection(name).find({}).toArray())));
  };
  const kept = await all();
  for (const secret of [String(zoe.id), 'Unforgettable', 'unforgettable', '99887766'])
    expect(kept).not.toContain(secret);
  const admin = await desk.app.signIn('admin');
  const url = `/api/v1/customers/${String(customer)}/erasure`;
  const erased = await desk.app.inject({
    method: 'POST',
    url,
    headers: { cookie: admin.cookie },
    payload: { confirm: String(customer) },
  });
  expect(erased.statusCode, erased.body).toBeLessThan(300);
  await eventually(async () => {
    const items = await Intake(desk.app.context).find({ channel: 'telegram', customer }).lean();
    expect(items.every(({ outcome }) => outcome === 'erased')).toBe(true);
  });
  expect(desk.telegram.refused).toEqual([]);
});

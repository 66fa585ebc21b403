import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadSampleArticles } from '../../../knowledge-base/import-content.ts';
import { readAttachment } from '../../../server/attachments/store.ts';
import { Intake } from '../../../server/intake/model.ts';
import { assistantTexts } from '../../../server/messages/assistant.ts';
import type { MessageView } from '../../../server/tickets/schema.ts';
import { eventually } from '../../support/eventually.ts';
import { Refused, type Values } from '../../support/telegram-methods.ts';
import { agentsOf } from './agents.ts';
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
const { answer, ends, sentTo, handedOver } = agentsOf(
  () => desk,
  () => cookie,
);

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

test('a chat begins with an offer; a button that was pressed is gone, and an agent’s formatting arrives', async () => {
  const ana = desk.person();
  expect(textOf(await answerTo(ana, () => ana.say({ text: '/start' })))).toContain(en.offer);
  const answered = await answerTo(ana, () => ana.say({ text: 'How do I reset my password?' }));
  await answerTo(ana, () => ana.press(en.helped.yes));
  const pressed = () => desk.telegram.calls.filter(({ method }) => method === 'editMessageReplyMarkup');
  await eventually(() => expect(pressed()).toMatchObject([{ values: { message_id: answered['message_id'] } }]));

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
  const part = person.say({ photo: photo('two'), media_group_id: '77' });
  person.say({ photo: photo('three'), media_group_id: '77' });
  const exchanged = person.say({ photo: photo('first'), caption: 'This one' });
  await desk.thread(person, (all) => all.some(({ text }) => text === 'This one'));
  // Telegram says "edited" of a caption that changed, and of another picture.
  person.edit(exchanged, { photo: photo('first'), caption: 'That one' });
  person.edit(exchanged, { photo: photo('second'), caption: 'That one' });
  person.edit(part, { photo: photo('other two'), media_group_id: '77' });
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
  expect(album?.attachments.map(({ name }) => name)).toEqual(
    ['one', 'two', 'three', 'other two'].map((name) => `photo-u${name}.jpg`),
  );
  const { context } = desk.app;
  const bytes = await Promise.all(
    album!.attachments.map((file) => readAttachment(context, String(album!.customer), file.id)),
  );
  expect(bytes.map(String)).toEqual(['picture one', 'picture two', 'picture three', 'picture other two']);
  const after = thread.filter(({ direction, n }) => direction === 'in' && n > album!.n);
  expect(after.map(({ attachments }) => attachments.map(({ name }) => name))).toEqual([
    ['photo-ufirst.jpg', 'photo-usecond.jpg'],
    ['voice-v1.ogg'],
    ['Rechnung №1.pdf'],
    [],
  ]);
  expect([after[0]?.text, after[0]?.original]).toEqual(['That one', 'This one']);
  expect(after[3]?.text).toBe('[File film.mp4, 35 MB: too large to be fetched from Telegram]');
});

test('a file that Telegram did not give is fetched again when an agent asks, as often as it takes', async () => {
  const person = await handedOver();
  const { telegram, app } = desk;
  person.say({ caption: 'My lamp', photo: [{ file_id: 'late', file_unique_id: 'late', width: 9, height: 9 }] });
  const line = '[File photo-late.jpg: Telegram did not give it]';
  const all = await desk.thread(person, (thread) => thread.some(({ text }) => text.includes(line)));
  const message = all.find(({ text }) => text.includes(line))!;
  expect([message.text, message.attachments, message.missing]).toEqual([`My lamp\n${line}`, [], true]);
  const { number } = await desk.ticketOf(person);
  const url = `/api/v1/tickets/${number}/messages/${String(message._id)}/files`;
  expect((await app.inject({ method: 'POST', url })).statusCode).toBe(401);
  const again = async () => {
    const answer = await app.inject({ method: 'POST', url, headers: { cookie } });
    return { status: answer.statusCode, ...answer.json<MessageView>() };
  };
  expect(await again()).toMatchObject({ status: 200, missing: true, text: message.text, attachments: [] });
  telegram.files.set('late', Buffer.from('picture late'));
  const whole = await again();
  expect(whole).toMatchObject({ status: 200, text: 'My lamp', attachments: [{ name: 'photo-late.jpg', size: 12 }] });
  expect([whole.missing, whole.edited]).toEqual([undefined, undefined]);
  expect(await again()).toMatchObject({ status: 422, code: 'illegal-step' });
  const bytes = await app.inject({ url: String(whole.attachments[0]?.url), headers: { cookie } });
  expect(bytes.body).toBe('picture late');
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
  const conflict = new Refused(409, 'Conflict: terminated by other getUpdates request');
  desk.telegram.next('getUpdates', conflict, conflict);
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

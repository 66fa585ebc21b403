import { expect, test } from 'vitest';
import { createAddressed } from '../../../bots/telegram/addressed.ts';
import { interpretUpdate } from '../../../bots/telegram/interpret.ts';
import { writeItem, type ItemFile } from '../../../bots/telegram/item.ts';
import type { InboundMessage } from '../../../server/tickets/envelopes.ts';
import type { Values } from '../../support/telegram-methods.ts';

/** What becomes of an update: pure, so without a bot. */
const bot = { id: 4711, username: 'Shop_bot' };
const from = { id: 7, is_bot: false, first_name: 'Ana', last_name: 'Pop', username: 'AnaP', language_code: 'pl-PL' };
const privateChat = { id: 7, type: 'private', first_name: 'Ana' };
const group = { id: -100123, type: 'supergroup', title: 'Lamps' };

function outcome(update: Values, files: ItemFile[] = [], contents: Buffer[] = []) {
  const raw = writeItem({ v: 1, bot, update: { update_id: 1, ...update } as never, files }, contents);
  const item = { id: 'i', account: 'env', channel: 'telegram' as const, raw, receivedAt: new Date(), meta: {} };
  return interpretUpdate(item);
}
function read(fields: Values, ...more: [ItemFile[]?, Buffer[]?]): InboundMessage {
  const made = outcome(
    { message: { message_id: 5, from, chat: privateChat, date: 1_700_000_000, ...fields } },
    ...more,
  );
  if (made.outcome !== 'message') throw new Error(JSON.stringify(made));
  return made.message;
}

test('who wrote it is proved by Telegram, and known by id and @name', () => {
  expect(read({ text: 'Dzień dobry' })).toMatchObject({
    account: 'env',
    kind: 'message',
    from: { kind: 'telegram', value: '7', name: 'Ana Pop', handle: '@AnaP', verified: true, language: 'pl' },
    threadKeys: ['telegram/4711/7'],
    externalId: '4711/7/5',
    sentAt: new Date(1_700_000_000_000),
    subject: 'Dzień dobry',
    text: 'Dzień dobry',
    handler: 'assistant',
    automatic: false,
  });
  expect(read({ text: 'Hi' })).not.toHaveProperty('group');
});

test('formatting stays, in the places that Telegram counts', () => {
  const entities = [
    { type: 'bold', offset: 0, length: 8 },
    { type: 'italic', offset: 3, length: 5 },
    { type: 'text_link', offset: 9, length: 4, url: 'https://lamps.example/?a="b"&c' },
    { type: 'mention', offset: 14, length: 5 },
  ];
  const { text, html } = read({ text: '😀 <b>ed here @anna\nbye', entities });
  expect(text).toBe('😀 <b>ed here @anna\nbye');
  expect(html).toBe(
    '<b>😀 <i>&lt;b&gt;ed</i></b> <a href="https://lamps.example/?a=&quot;b&quot;&amp;c">here</a> @anna<br>bye',
  );
  expect(
    read({ text: 'x', entities: [{ type: 'text_link', offset: 0, length: 1, url: 'javascript:1' }] }),
  ).not.toHaveProperty('html');
});

test.each<[string, Values, string]>([
  ['a sticker', { sticker: { emoji: '😀', file_id: 'f' } }, '[Naklejka 😀]'],
  [
    'a contact',
    { contact: { first_name: 'Bob', last_name: 'Roe', phone_number: '+48 1' } },
    '[Wizytówka] Bob Roe, +48 1',
  ],
  [
    'a location',
    { location: { latitude: 52.2, longitude: 21 } },
    '[Miejsce] https://www.openstreetmap.org/?mlat=52.2&mlon=21',
  ],
  ['a poll', { poll: { question: 'Which?', options: [{ text: 'A' }, { text: 'B' }] } }, '[Ankieta] Which?\n• A\n• B'],
  ['a die', { dice: { emoji: '🎲', value: 6 } }, '[🎲 6]'],
  ['a story', { story: {} }, '[Coś, co można zobaczyć tylko w Telegramie]'],
  [
    'what was forwarded',
    { text: 'Look', forward_origin: { type: 'hidden_user', sender_user_name: 'Bob', date: 1 } },
    '[Przekazano od: Bob]\nLook',
  ],
])('%s is a line of text', (_, fields, text) => expect(read(fields).text).toBe(text));

test('files stand beside the words, and those that are missing are told', () => {
  const files: ItemFile[] = [
    { name: 'a.jpg', type: 'image/jpeg', size: 3 },
    { name: 'film.mp4', type: 'video/mp4', size: 35_400_000, problem: 'too-large' },
    { name: 'x.pdf', type: 'application/pdf', size: 9, problem: 'gone' },
  ];
  const message = read({ caption: 'See', photo: [] }, files, [Buffer.from('abc')]);
  expect(message.attachments).toEqual([{ name: 'a.jpg', type: 'image/jpeg', content: Buffer.from('abc') }]);
  expect(message.text).toBe(
    'See\n[Plik film.mp4, 35,4 MB: za duży, by pobrać go z Telegrama]\n[Plik x.pdf: Telegram go nie wydał]',
  );
  expect(read({ photo: [], media_group_id: '99' }, [files[0]!], [Buffer.from('abc')])).toMatchObject({
    text: '',
    subject: 'a.jpg',
    part: '4711/7/99',
  });
});

test('what is answered stands before it, folded as a quote', () => {
  const message = read({ text: 'Tak', reply_to_message: { message_id: 4, text: 'Czy działa?\nProszę sprawdzić' } });
  expect(message.text).toBe('> Czy działa?\n> Proszę sprawdzić\n\nTak');
  expect(message.folds).toEqual([{ kind: 'quote', start: 0, end: 32 }]);
  expect(message.subject).toBe('Tak');
  const quoted = read({
    text: 'Tak',
    quote: { text: 'działa' },
    reply_to_message: { message_id: 4, text: 'Czy działa?' },
  });
  expect(quoted.text).toBe('> działa\n\nTak');
});

test('an edit names what it changes; a button says what stands on it', () => {
  const edited = { message_id: 5, from, chat: privateChat, date: 1_700_000_000, edit_date: 1_700_000_060, text: 'New' };
  expect(outcome({ edited_message: edited })).toMatchObject({
    message: {
      kind: 'edit',
      target: '4711/7/5',
      externalId: '4711/7/5',
      text: 'New',
      sentAt: new Date(1_700_000_060_000),
    },
  });
  const keyboard = [[{ text: 'Yes', callback_data: 'helped:yes' }], [{ text: 'Long', callback_data: '#1' }]];
  const message = { message_id: 9, from: bot, chat: privateChat, date: 1, reply_markup: { inline_keyboard: keyboard } };
  const press = (data: string, under: Values = message) =>
    outcome({ callback_query: { id: 'q1', from, chat_instance: 'c', data, message: under } });
  expect(press('#1')).toMatchObject({
    message: { kind: 'choice', target: '4711/7/9', text: 'Long', threadKeys: ['telegram/4711/7'] },
  });
  // Telegram does not tell what stands on old buttons.
  expect(press('helped:yes', { message_id: 9, chat: privateChat, date: 0 })).toMatchObject({
    message: { text: 'helped:yes' },
  });
});

test('in a group everybody has a ticket of their own, answers go to the group, and the name of the bot is no text', () => {
  const entities = [
    { type: 'mention', offset: 0, length: 9 },
    { type: 'bold', offset: 11, length: 2 },
  ];
  const message = read({ chat: group, text: '@shop_bot, my lamp', entities });
  expect(message).toMatchObject({
    group: '-100123',
    fields: { place: 'Lamps' },
    threadKeys: ['telegram/4711/-100123/7'],
    text: 'my lamp',
    html: '<b>my</b> lamp',
  });
  const topic = read({ chat: group, text: 'Hi', message_thread_id: 3, is_topic_message: true });
  expect(topic).toMatchObject({ group: '-100123/3', threadKeys: ['telegram/4711/-100123/3/7'] });
});

test('what nobody has said becomes nothing', () => {
  const service = { message_id: 5, from, chat: privateChat, date: 1 };
  expect(outcome({ message: { ...service, pinned_message: {} } })).toMatchObject({
    outcome: 'ignore',
    from: { value: '7' },
  });
  expect(outcome({ message: { ...service, text: 'Beep', from: { ...from, is_bot: true } } })).toMatchObject({
    outcome: 'ignore',
  });
  expect(outcome({ my_chat_member: {} })).toMatchObject({ outcome: 'ignore', reason: 'my_chat_member is no message' });
  const item = { id: 'i', account: 'env', channel: 'telegram' as const, receivedAt: new Date(), meta: {} };
  for (const raw of ['', 'x', '{}', '{"v":1,"update":{"update_id":1},"files":[{"name":"a","size":9}]}\nshort'])
    expect(() => interpretUpdate({ ...item, raw: Buffer.from(raw) })).toThrow();
});

test.each<[string, Values, boolean]>([
  ['nothing for it', { text: 'Hello all' }, false],
  ['a mention', { text: 'Hey @SHOP_bot', entities: [{ type: 'mention', offset: 4, length: 9 }] }, true],
  ['a mention of another', { text: 'Hey @shop_bot2', entities: [{ type: 'mention', offset: 4, length: 10 }] }, false],
  ['its name without a mention', { text: 'Hey @shop_bot' }, false],
  [
    'a mention without @',
    { text: 'Hey Shop', entities: [{ type: 'text_mention', offset: 4, length: 4, user: bot }] },
    true,
  ],
  ['a command to it', { text: '/help@shop_bot', entities: [{ type: 'bot_command', offset: 0, length: 14 }] }, true],
  ['a command to whoever', { text: '/help', entities: [{ type: 'bot_command', offset: 0, length: 5 }] }, false],
  ['an answer to it', { text: 'Yes', reply_to_message: { message_id: 1, from: bot } }, true],
  ['an answer to another', { text: 'Yes', reply_to_message: { message_id: 1, from } }, false],
  ['a caption', { caption: '@shop_bot', caption_entities: [{ type: 'mention', offset: 0, length: 9 }] }, true],
])('in a group: %s', (_, fields, said) => {
  const update = { update_id: 1, message: { message_id: 5, from, chat: group, date: 1, ...fields } };
  expect(createAddressed(bot)(update as never)).toBe(said);
  const alone = { update_id: 1, message: { ...update.message, chat: privateChat } };
  expect(createAddressed(bot)(alone as never)).toBe(true);
});

test('the pictures of an album go with the one that names the bot', () => {
  const isAddressed = createAddressed(bot);
  const of = (fields: Values) =>
    ({ update_id: 1, message: { message_id: 5, from, chat: group, date: 1, media_group_id: 'a', ...fields } }) as never;
  const named = of({ caption: '@shop_bot', caption_entities: [{ type: 'mention', offset: 0, length: 9 }] });
  expect([of({}), named, of({}), of({ media_group_id: 'b' })].map(isAddressed)).toEqual([false, true, true, false]);
});

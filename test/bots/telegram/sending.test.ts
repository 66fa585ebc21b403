import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drain } from '../../../server/channels/delivery.ts';
import { upload } from '../../../server/tickets/upload.ts';
import { eventually } from '../../support/eventually.ts';
import { Refused } from '../../support/telegram-methods.ts';
import { agentsOf } from './agents.ts';
import { startDesk, type Desk } from './desk.ts';

/** What agents answer: how it goes out, and what becomes of what does not. */
let desk: Desk;
let cookie: string;
beforeAll(async () => {
  desk = await startDesk();
  ({ cookie } = await desk.app.signIn());
});
afterAll(() => desk.close());
const { answer, ends, sentTo, handedOver } = agentsOf(
  () => desk,
  () => cookie,
);

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
  const lost = await ends(id, 'unknown');
  expect(lost.delivery?.told).toMatchObject({ cause: 'cut' });
  expect(lost.failure).toBe('socket hang up');
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

test('several pictures go as one album with the words under it; as documents where they are no pictures; once', async () => {
  const person = await handedOver();
  const ticket = await desk.ticketOf(person);
  const before = sentTo(person).length;
  const put = (name: string) =>
    upload(desk.app.context, ticket, { name, type: 'image/png', content: Buffer.from(name) });
  const pictures = async () => [(await put('a.png')).id, (await put('"b".png')).id, (await put('c.png')).id];
  const html = '<p>Like <b>these</b>?</p>';
  await ends(await answer(person, 'Like these?', { html, attachments: await pictures() }), 'sent');
  const album = sentTo(person).slice(before);
  expect(album.map(({ type, file }) => [type, file?.name, String(file?.content)])).toEqual([
    ['photo', 'a.png', 'a.png'],
    ['photo', '_b_.png', '"b".png'],
    ['photo', 'c.png', 'c.png'],
  ]);
  expect(album.map(({ caption }) => caption)).toEqual(['Like these?', undefined, undefined]);
  expect(album[0]?.['caption_entities']).toEqual([{ type: 'bold', offset: 5, length: 5 }]);

  desk.telegram.next('sendMediaGroup', new Refused(400, 'Bad Request: PHOTO_INVALID_DIMENSIONS'));
  await ends(await answer(person, 'And these?', { attachments: await pictures() }), 'sent');
  expect(sentTo(person).slice(before + 3)).toMatchObject(Array.from({ length: 3 }, () => ({ type: 'document' })));

  desk.telegram.next('sendMediaGroup', 'cut-after');
  const lost = await ends(await answer(person, 'Or these?', { attachments: await pictures() }), 'unknown');
  expect(lost.delivery?.told).toMatchObject({ cause: 'cut' });
  await drain(desk.app.context);
  expect(sentTo(person)).toHaveLength(before + 9);
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
    name: 'b.png',
    type: 'image/png',
    content: Buffer.from('b'),
  });
  desk.telegram.next('sendPhoto', new Refused(429, 'Too Many Requests: retry after 1', { retry_after: 1 }));
  const message = await ends(await answer(person, 'In parts.', { attachments: [file.id, other.id] }), 'sent');
  expect(
    sentTo(person)
      .slice(before)
      .map(({ method }) => method),
  ).toEqual(['sendMessage', 'sendMessage', 'sendDocument', 'sendPhoto']);
  expect(message.sentParts).toHaveLength(2);
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

test('all that was said to Telegram was as it wants it', () => expect(desk.telegram.refused).toEqual([]));

import { expect, it } from 'vitest';
import { parseMail } from '../../../../server/channels/email/parse-mail.ts';
import { foldsOf } from '../../../../server/channels/email/quote.ts';
import { writtenOf } from '../../../../server/tickets/written.ts';
import { FORWARDED } from './forwarded.ts';
import { REPLIES, type Reply } from './replies.ts';

function rawOf({ subject, text, html }: Pick<Reply, 'subject' | 'text' | 'html'>): Buffer {
  const part = (type: string, body: string): string =>
    `Content-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(body).toString('base64')}\r\n`;
  const parts = [text === undefined ? '' : part('plain', text), html === undefined ? '' : part('html', html)].filter(
    Boolean,
  );
  const body =
    parts.length === 1
      ? parts[0]
      : `Content-Type: multipart/alternative; boundary=b\r\n\r\n${parts.map((one) => `--b\r\n${one}`).join('')}--b--\r\n`;
  const encoded = `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=`;
  return Buffer.from(`From: Tom <tom@people.example>\r\nSubject: ${encoded}\r\nMIME-Version: 1.0\r\n${body}`);
}

/** Spaces and empty lines are not what matters. */
const squeezed = (text: string): string =>
  text
    .replace(/[ \u00a0]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim();

async function read(reply: Pick<Reply, 'subject' | 'text' | 'html'>) {
  const { text, folds } = await parseMail(rawOf(reply));
  return { text, folds, written: squeezed(writtenOf(text, folds)) };
}

it('finds what was written in replies of every mail program, in five languages', async () => {
  const wrong: string[] = [];
  for (const reply of REPLIES) {
    const { written } = await read(reply);
    if (written !== squeezed(reply.written))
      wrong.push(`${reply.client} ${reply.language}:\n${written}\n--- instead of\n${squeezed(reply.written)}`);
  }
  console.info(`written text exact in ${REPLIES.length - wrong.length} of ${REPLIES.length} replies`);
  expect(wrong).toEqual([]);
});

it.each(FORWARDED)('leaves all of a forwarded mail visible: $subject', async (mail) => {
  expect((await read(mail)).folds).toEqual([]);
});

it.each([
  ['a question about what somebody wrote', 'On Monday your colleague wrote:\nPlease send it back.\n\nIs that right?'],
  ['a list with dashes', 'I need:\n- one\n-- two\n\nThank you'],
  ['headers in a sentence', 'From: my cellar\nI took the old lamp. It is for my aunt, to: be repaired.'],
  ['a long block under dashes', `Hello\n--\n${'another line of the story\n'.repeat(30)}`],
  ['where it was sent from', 'Where is my parcel? It was\nsent from Warsaw on Monday'],
  ['only a quote', '> Hello\n> World'],
  ['only a signature', '-- \nTom'],
  ['nothing', ''],
])('leaves %s as it is', (_name, text) => {
  expect(foldsOf(text)).toEqual([]);
});

it('keeps every character: what is folded and what is not make the whole', async () => {
  for (const reply of REPLIES) {
    const { text, folds } = await read(reply);
    let at = 0;
    for (const { start, end } of folds) {
      expect(start).toBeGreaterThanOrEqual(at);
      expect(end).toBeGreaterThan(start);
      at = end;
    }
    expect(at).toBeLessThanOrEqual(text.length);
    expect(folds.length).toBeGreaterThan(0);
  }
});

it('tells a signature from a quote', () => {
  const text = 'Hi\n\n-- \nTom\n\nOn Mon, Nov 10, 2025 at 12:34 PM Ana <a@desk.example> wrote:\n\n> Hello';
  expect(foldsOf(text).map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
    ['signature', '-- \nTom'],
    ['quote', 'On Mon, Nov 10, 2025 at 12:34 PM Ana <a@desk.example> wrote:\n\n> Hello'],
  ]);
});

it.each([
  ['colons', `${'On 10:10 :'.repeat(40)}\n`.repeat(2000)],
  ['one long line', `On 2025 ${'<a@b>:'.repeat(150_000)}`],
  ['many lines', 'a 12:30 wrote:\n'.repeat(60_000)],
  ['headers', 'From: a\nTo: b\n\n'.repeat(6000)],
  ['dashes', '--\n'.repeat(19_000)],
])('reads hostile texts to their end: %s', (_name, text) => {
  expect(foldsOf(text).every(({ start, end }) => start < end)).toBe(true);
});

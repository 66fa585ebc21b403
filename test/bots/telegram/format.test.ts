import { expect, test } from 'vitest';
import { fromHtml } from '../../../bots/telegram/format.ts';
import { albumsOf, kindOf } from '../../../bots/telegram/album.ts';
import { partsOf } from '../../../bots/telegram/plan.ts';
import { split, type Rich } from '../../../bots/telegram/rich.ts';
import { checked } from '../../support/telegram-methods.ts';

/** Answers as Telegram takes them; that it does is what the stand-in's checks say. */
const accepted = ({ text, entities }: Rich) => checked('sendMessage', { chat_id: 1, text, entities });

test.each<[string, string, [string, string, ...string[]][]]>([
  ['<div>One</div><div></div><div>Two</div>', 'One\n\nTwo', []],
  ['<p>One</p><p>Two<br>Three</p>', 'One\n\nTwo\nThree', []],
  [
    'A <strong>bold <em>and</em></strong> &lt;b&gt; &amp; 😀 <u>x</u>',
    'A bold and <b> & 😀 x',
    [
      ['italic', 'and'],
      ['bold', 'bold and'],
      ['underline', 'x'],
    ],
  ],
  [
    '<ul><li><p>Milk</p></li><li>Tea<ol start="3"><li>hot</li><li>cold</li></ol></li></ul>',
    '• Milk\n• Tea\n  3. hot\n  4. cold',
    [],
  ],
  [
    'See <a href="https://lamps.example/?a=1&amp;b=2">here</a>, <a href="javascript:alert(1)">there</a>',
    'See here, there',
    [['text_link', 'here', 'https://lamps.example/?a=1&b=2']],
  ],
  ['<p>Run</p><pre><code>a\n  b &lt; c</code></pre><p>now</p>', 'Run\n\na\n  b < c\n\nnow', [['pre', 'a\n  b < c']]],
  [
    '<blockquote><p>You said</p></blockquote><p>I say <code>x</code> <s>y</s></p>',
    'You said\n\nI say x y',
    [
      ['blockquote', 'You said'],
      ['code', 'x'],
      ['strikethrough', 'y'],
    ],
  ],
  [
    '<h2>Title</h2>\n  <p>Some   words</p><script>alert(1)</script><img src=x onerror=alert(1)>',
    'Title\n\nSome words',
    [['bold', 'Title']],
  ],
  [
    '<b>unclosed <i>both',
    'unclosed both',
    [
      ['italic', 'both'],
      ['bold', 'unclosed both'],
    ],
  ],
  ['', '', []],
])('%s', (html, text, marks) => {
  const rich = fromHtml(html);
  expect(rich.text).toBe(text);
  const found = rich.entities.map((one) => [
    one.type,
    text.slice(one.offset, one.offset + one.length),
    ...('url' in one ? [one.url] : []),
  ]);
  expect(found).toEqual(marks);
  if (text) accepted(rich);
});

test('long texts are cut between paragraphs, else lines, sentences, words, and never within a character', () => {
  const most = 100;
  const words = 'word '.repeat(13).trim();
  const joined = (text: string) => split({ text, entities: [] }, most).map((piece) => piece.text);
  expect(joined(`${words}\n\n${words}`)).toEqual([words, words]);
  expect(joined(`${words}\n${words}`)).toEqual([words, words]);
  expect(joined(`${words}. ${words}`)).toEqual([`${words}.`, words]);
  expect(joined('abc '.repeat(50)).every((piece) => piece.length <= most && /^abc.*abc$/.test(piece))).toBe(true);
  const faces = joined('😀'.repeat(100));
  expect(faces.join('')).toBe('😀'.repeat(100));
  expect(faces.every((piece) => piece.length <= most && piece.isWellFormed())).toBe(true);
  expect(joined(`x${'😀'.repeat(100)}`).every((piece) => piece.isWellFormed())).toBe(true);
  expect(joined('')).toEqual([]);
});

test('formatting that is cut goes on in the next piece', () => {
  const text = `${'Long words. '.repeat(700)}`;
  const pieces = split({ text, entities: [{ type: 'bold', offset: 6, length: text.length - 20 }] }, 4096);
  expect(pieces.length).toBe(3);
  expect(pieces.map(({ text: piece }) => piece).join(' ')).toBe(text.trim());
  for (const piece of pieces) {
    expect(piece.entities).toHaveLength(1);
    accepted(piece);
  }
});

const file = (name: string) => ({ id: name, name, type: 'image/png', size: 1, read: async () => Buffer.from('x') });

test('words go under a single file where they fit, else before all files; buttons go with the words, never with an album', () => {
  const choices = [
    { id: 'yes', label: 'Yes' },
    { id: 'no', label: 'No' },
    { id: 'x'.repeat(65), label: 'A longer label for a person' },
  ];
  const plan = (text: string, names: string[]) =>
    partsOf({ text, attachments: names.map(file), choices }).map(({ words, files, keyboard }) => [
      words.text.length,
      files?.map(({ name }) => name).join(' '),
      keyboard !== undefined,
    ]);
  expect(plan('Look', ['a'])).toEqual([[4, 'a', true]]);
  expect(plan('x'.repeat(1025), ['a'])).toEqual([
    [1025, undefined, true],
    [0, 'a', false],
  ]);
  expect(plan('Look', ['a', 'b'])).toEqual([
    [4, undefined, true],
    [0, 'a b', false],
  ]);
  expect(plan('', ['a'])).toEqual([[0, 'a', true]]);
  const [part] = partsOf({ text: 'Sure?', attachments: [], choices });
  expect(part?.keyboard?.inline_keyboard).toEqual([
    [
      { text: 'Yes', callback_data: 'yes' },
      { text: 'No', callback_data: 'no' },
    ],
    [{ text: 'A longer label for a person', callback_data: '#2' }],
  ]);
});

test.each<[string, string, string[][]]>([
  ['pictures and videos', 'image/png video/mp4 image/jpeg', [['image/png', 'video/mp4', 'image/jpeg']]],
  ['documents', 'application/pdf text/plain', [['application/pdf', 'text/plain']]],
  ['music', 'audio/mpeg audio/mp4', [['audio/mpeg', 'audio/mp4']]],
  ['what does not go together', 'image/png text/plain image/png', [['image/png'], ['text/plain'], ['image/png']]],
  ['more than ten', 'a/b '.repeat(11).trim(), [Array.from({ length: 10 }, () => 'a/b'), ['a/b']]],
])('albums of %s', (_, types, albums) => {
  const files = types.split(' ').map((type, at) => ({ ...file(`f${at}`), type }));
  expect(albumsOf(files).map((album) => album.map(({ type }) => type))).toEqual(albums);
  const [first] = partsOf({ text: 'Look', attachments: files });
  expect(first?.words.text).toBe('Look');
  expect(first?.files?.length).toBe(albums.length === 1 ? files.length : undefined);
});

test('a picture of more than 10 MB is a document', () => {
  expect(kindOf({ type: 'image/png', size: 10_000_001 })).toBe('document');
});

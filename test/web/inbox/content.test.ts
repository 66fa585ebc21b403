import { describe, expect, it } from 'vitest';
import { docOf, htmlForMail, isFormatted, textOf, type Doc } from '../../../web/inbox/composer/editor/content.ts';

const text = (words: string, ...marks: object[]): Doc =>
  ({ type: 'text', text: words, ...(marks.length ? { marks } : {}) }) as Doc;
const line = (...content: Doc[]): Doc => ({ type: 'paragraph', content });
const link = (href: string) => ({ type: 'link', attrs: { href } });
const doc = (...content: Doc[]): Doc => ({ type: 'doc', content });
const item = (...content: Doc[]): Doc => ({ type: 'listItem', content });
const bold = { type: 'bold' };

describe('what the editor holds, as a plain mail', () => {
  it.each<[string, Doc, string, boolean]>([
    ['lines as they are', doc(line(text('Hello')), line(), line(text('Bye')), line()), 'Hello\n\nBye', false],
    ['a break', doc(line(text('a'), { type: 'hardBreak' }, text('b'))), 'a\nb', false],
    ['emphasis is lost', doc(line(text('very '), text('good', bold))), 'very good', true],
    [
      'an address that shows itself',
      doc(line(text('https://x.org/a', link('https://x.org/a')))),
      'https://x.org/a',
      false,
    ],
    ['an address typed without its protocol', doc(line(text('x.org', link('https://x.org')))), 'x.org', false],
    ['a mail address', doc(line(text('a@x.org', link('mailto:a@x.org')))), 'a@x.org', false],
    ['a link keeps its address', doc(line(text('here', link('https://x.org/')))), 'here (https://x.org/)', true],
    [
      'a link of two parts has it once',
      doc(line(text('right ', link('https://x.org/')), text('here', link('https://x.org/'), bold))),
      'right here (https://x.org/)',
      true,
    ],
    [
      'lists, nested ones too',
      doc({
        type: 'bulletList',
        content: [
          item(line(text('one'))),
          item(line(text('two')), { type: 'orderedList', content: [item(line(text('a')))] }),
        ],
      }),
      '- one\n- two\n  1. a',
      true,
    ],
    [
      'numbers from where they start',
      doc({ type: 'orderedList', attrs: { start: 3 }, content: [item(line(text('x')))] }),
      '3. x',
      true,
    ],
    ['quotes', doc({ type: 'blockquote', content: [line(text('said')), line(text('so'))] }), '> said\n> so', true],
    ['code', doc({ type: 'codeBlock', content: [text('a\n  b')] }), 'a\n  b', true],
  ])('%s', (_what, given, expected, formatted) => {
    expect([textOf(given), isFormatted(given)]).toEqual([expected, formatted]);
  });

  it('shows a text line by line, and HTML as it is', () => {
    expect(textOf(docOf({ text: 'a\n\nb' }) as Doc)).toBe('a\n\nb');
    expect(docOf({ text: 'a', html: '<div><b>a</b></div>' })).toBe('<div><b>a</b></div>');
  });

  it('keeps the height of lines without words in a mail', () => {
    expect(htmlForMail('<div>a</div><div></div><div>b</div>')).toBe('<div>a</div><div><br></div><div>b</div>');
  });
});

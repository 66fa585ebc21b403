import { describe, expect, it } from 'vitest';
import { splitLinks, splitQuotes } from '../../../web/inbox/state/quotes.ts';

describe('quoted text', () => {
  it.each([
    ['English', 'On Sat, 21 Nov 2026 at 20:10, Desk <d@x.example> wrote:'],
    ['Spanish', 'El sáb, 21 nov 2026 a las 20:10, Desk escribió:'],
    ['Romanian', 'În sâm., 21 nov. 2026 la 20:10, Desk a scris:'],
    ['Polish', 'sob., 21 lis 2026 o 20:10 Desk napisał(a):'],
    ['Russian', 'сб, 21 нояб. 2026 г. в 20:10, Desk написал:'],
  ])('is folded together with the line before it, as %s programs write it', (_name, introduction) => {
    const parts = splitQuotes(`Yes.\n\n${introduction}\n> one\n>\n> two\n`);
    expect(parts).toEqual([
      { kind: 'text', text: 'Yes.' },
      { kind: 'quote', text: `${introduction}\n> one\n>\n> two` },
    ]);
  });

  it('keeps answers between quotes', () => {
    const kinds = splitQuotes('> first?\nyes\n> second?\nno').map((part) => part.kind);
    expect(kinds).toEqual(['quote', 'text', 'quote', 'text']);
  });

  it.each(['-----Original Message-----', '----- Исходное сообщение -----', 'From: Ana\nSent: today'])(
    'takes everything after %j',
    (separator) => {
      const parts = splitQuotes(`Hello\n\n${separator}\nold text\nmore`);
      expect(parts.map((part) => part.kind)).toEqual(['text', 'quote']);
      expect(parts[1]?.text).toContain('more');
    },
  );

  it('leaves a text without quotes alone', () => {
    expect(splitQuotes('My colleague wrote:\nnothing')).toEqual([
      { kind: 'text', text: 'My colleague wrote:\nnothing' },
    ]);
  });

  it('loses no line', () => {
    const text = 'a\n> b\n\n> c\nd\n\nOn Monday at 1 Ana wrote:\n> e';
    const joined = splitQuotes(text)
      .map((part) => part.text)
      .join('\n');
    expect(joined.replace(/\n+/g, '\n')).toBe(text.replace(/\n+/g, '\n'));
  });
});

describe('links', () => {
  it('are addresses of web and mail, without the punctuation after them', () => {
    expect(splitLinks('See https://a.example/b?c=1, or mail x.y@z.example.')).toEqual([
      { text: 'See ' },
      { text: 'https://a.example/b?c=1', href: 'https://a.example/b?c=1' },
      { text: ', or mail ' },
      { text: 'x.y@z.example', href: 'mailto:x.y@z.example' },
      { text: '.' },
    ]);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'vbscript:x'])('never become of %s', (text) => {
    expect(splitLinks(text).every((part) => part.href === undefined)).toBe(true);
  });
});

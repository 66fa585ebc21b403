import { describe, expect, it } from 'vitest';
import { splitFolds, splitLinks } from '../../../web/inbox/state/quotes.ts';

describe('folds', () => {
  const text = 'Yes.\n\n-- \nTom\n\nOn Monday at 1 Ana wrote:\n> one\n\nAnd two.';
  const [signature, quote] = [text.indexOf('--'), text.indexOf('On Monday')];
  const folds = [
    { kind: 'signature' as const, start: signature, end: signature + '-- \nTom'.length },
    { kind: 'quote' as const, start: quote, end: text.indexOf('\n\nAnd') },
  ];

  it('cut the text into what was written and what was not', () => {
    expect(splitFolds({ text, folds })).toEqual([
      { kind: 'text', text: 'Yes.' },
      { kind: 'signature', text: '-- \nTom' },
      { kind: 'quote', text: 'On Monday at 1 Ana wrote:\n> one' },
      { kind: 'text', text: 'And two.' },
    ]);
  });

  it('leave a text without them alone', () => {
    expect(splitFolds({ text: 'My colleague wrote:\n> nothing' })).toEqual([
      { kind: 'text', text: 'My colleague wrote:\n> nothing' },
    ]);
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

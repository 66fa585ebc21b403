import { describe, expect, it } from 'vitest';
import { en } from '../../../server/messages/widget/en.ts';
import { es } from '../../../server/messages/widget/es.ts';
import { pl } from '../../../server/messages/widget/pl.ts';
import { ro } from '../../../server/messages/widget/ro.ts';
import { ru } from '../../../server/messages/widget/ru.ts';
import { linkify } from '../../../web/widget/text/linkify.ts';
import { marks } from '../../../web/widget/text/marks.ts';
import { count, fill, languageOf } from '../../../web/widget/text/texts.ts';

describe('linkify', () => {
  it.each([
    ['see https://a.test/x.', 'https://a.test/x'],
    ['(https://a.test/x_(y))', 'https://a.test/x_(y)'],
    ['https://a.test/?a=1&b=2, and', 'https://a.test/?a=1&b=2'],
    ['«https://a.test/ж»', 'https://a.test/ж'],
    ['[the article](https://a.test/x)', 'https://a.test/x'],
    ['http://a.test', 'http://a.test'],
  ])('%s', (text, href) => {
    const links = linkify(text).filter((piece) => 'href' in piece);
    expect(links.map((piece) => piece.href)).toEqual([href]);
  });

  it.each([
    'javascript:alert(1)',
    '[x](javascript:alert(1))',
    'data:text/html,<script>alert(1)</script>',
    'ftp://a.test/',
    'https://',
    '//a.test/x',
  ])('%s is no link', (text) => expect(linkify(text)).toEqual([{ text }]));

  it('keeps every character of the text around', () => {
    const text = 'a <b>https://a.test/1</b> & (https://a.test/2), "c"';
    expect(
      linkify(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });

  it('takes long hostile input in its stride', () => {
    const text = `${'https://a.test/('.repeat(3000)}${'['.repeat(3000)}`;
    const pieces = linkify(text);
    expect(pieces.length).toBeGreaterThan(0);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  });
});

describe('marks', () => {
  it('takes the excerpt apart into plain text', () => {
    expect(marks('a &lt;b&gt; <mark>re&amp;fund</mark> &#39;c&quot;')).toEqual([
      { text: 'a <b> ', hit: false },
      { text: 're&fund', hit: true },
      { text: ` 'c"`, hit: false },
    ]);
  });
  it('has no use for other tags', () =>
    expect(marks('<img src=x onerror=alert(1)>a')).toEqual([{ text: 'a', hit: false }]));
});

describe('texts', () => {
  it.each(Object.entries({ es, ro, pl, ru }))('%s has the same places to fill as en', (_, texts) => {
    const places = (text: unknown) => (typeof text === 'string' ? (text.match(/\{\w+\}/g) ?? []).sort() : []);
    for (const key of Object.keys(en) as (keyof typeof en)[]) expect(places(texts[key]), key).toEqual(places(en[key]));
  });

  it.each(Object.entries({ en, es, ro, pl, ru }))('%s has every plural form of its language', (locale, texts) => {
    const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
    for (const forms of [texts.unread, texts.found])
      expect(Object.keys(forms).sort()).toEqual([...pluralCategories].sort());
  });

  it.each([
    ['pl', 1, '1 nowa wiadomość'],
    ['pl', 3, '3 nowe wiadomości'],
    ['pl', 5, '5 nowych wiadomości'],
    ['pl', 22, '22 nowe wiadomości'],
  ] as const)('%s %i: %s', (locale, n, text) => expect(count(locale, pl.unread, n)).toBe(text));

  it('knows its languages by their tags, and English otherwise', () =>
    expect(['pl-PL', 'RU', 'ro', '', null, 'de', 'constructor'].map(languageOf)).toEqual([
      'pl',
      'ru',
      'ro',
      'en',
      'en',
      'en',
      'en',
    ]));

  it('fills what it has and leaves the rest', () => expect(fill('{a} {b}', { a: '$&' })).toBe('$& {b}'));
});

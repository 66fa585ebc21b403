import { describe, expect, it } from 'vitest';
import { en } from '../../../server/messages/inbox/en.ts';
import { es } from '../../../server/messages/inbox/es.ts';
import { pl } from '../../../server/messages/inbox/pl.ts';
import { ro } from '../../../server/messages/inbox/ro.ts';
import { ru } from '../../../server/messages/inbox/ru.ts';
import { plural } from '../../../server/messages/plural.ts';
import { fill, Texts } from '../../../web/inbox/state/texts.svelte.ts';

type Leaf = string | Record<string, string>;
const PLURALS = ['list.arrived', 'list.moreTags', 'thread.events', 'composer.newer'];

/** Every text by its path; the forms of a text with a number stay together. */
function leaves(texts: object, path = ''): Map<string, Leaf> {
  const all = new Map<string, Leaf>();
  for (const [key, value] of Object.entries(texts)) {
    const at = path ? `${path}.${key}` : key;
    if (typeof value === 'string' || PLURALS.includes(at)) all.set(at, value as Leaf);
    else for (const [inner, leaf] of leaves(value as object, at)) all.set(inner, leaf);
  }
  return all;
}
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
const english = leaves(en);

describe.each(Object.entries({ es, pl, ro, ru }))('the inbox in %s', (language, texts) => {
  const translated = leaves(texts);

  it('has exactly the English keys', () => {
    expect([...translated.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('has the same placeholders in every text', () => {
    for (const [key, text] of english) {
      const other = translated.get(key);
      if (typeof text === 'string') expect(placeholders(String(other)), key).toEqual(placeholders(text));
    }
  });

  it('leaves nothing empty', () => {
    for (const [key, text] of translated) expect(JSON.stringify(text), key).not.toContain(`""`);
  });

  it('has a form for every plural category of the language', () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const key of PLURALS)
      expect(Object.keys(translated.get(key) ?? {}), key).toEqual(expect.arrayContaining(categories));
  });
});

it('every plural of the catalogue is named in this test', () => {
  const forms = [...english].filter(([, value]) => typeof value !== 'string').map(([key]) => key);
  expect(forms.sort()).toEqual([...PLURALS].sort());
});

it.each([
  ['en', 1, '1 new ticket'],
  ['en', 1200, '1,200 new tickets'],
])('%s says %i as people do', (locale, n, text) => {
  expect(plural(locale, n, en.list.arrived)).toBe(text);
});

it.each([
  [1, '1 nowe zgłoszenie'],
  [3, '3 nowe zgłoszenia'],
  [5, '5 nowych zgłoszeń'],
  [22, '22 nowe zgłoszenia'],
])('Polish declines by the number: %i', (n, text) => {
  expect(plural('pl', n, pl.list.arrived)).toBe(text);
});

it('fills in what is given and leaves the rest', () => {
  expect(fill('{a} and {b}, {a}', { a: 1 })).toBe('1 and {b}, 1');
});

it('calls a visitor without a name by a mark, everybody else by name', async () => {
  const texts = new Texts();
  expect(['#Y5XQ', 'Ana', '#1 fan'].map((name) => texts.customer(name))).toEqual(['Visitor Y5XQ', 'Ana', '#1 fan']);
  await texts.use('ru');
  expect(texts.customer('#Y5XQ')).toBe('Гость Y5XQ');
});

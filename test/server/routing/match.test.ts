import { expect, it } from 'vitest';
import type { FilingFacts } from '../../../server/context.ts';
import { firstMatch, fold } from '../../../server/routing/match.ts';
import type { Conditions } from '../../../server/routing/model.ts';

const ticket: FilingFacts = {
  channel: 'email',
  type: 'return',
  language: 'pl',
  text: 'Zwrot żelazka\nChcę zwrócić łódkę, nr. 12-34.',
};

it.each<[string, Conditions, boolean]>([
  ['everything', {}, true],
  ['its channel', { channel: ['webchat', 'email'] }, true],
  ['another channel', { channel: ['webchat'] }, false],
  ['its type', { type: ['return'] }, true],
  ['another type', { type: ['complaint', 'inquiry'] }, false],
  ['its language', { language: ['ru', 'pl'] }, true],
  ['another language', { language: ['ru'] }, false],
  ['a word', { words: ['zwrot'] }, true],
  ['a word without its diacritics', { words: ['zelazka', 'nothing'] }, true],
  ['a word with ł', { words: ['lodke'] }, true],
  ['a word in other letters', { words: ['ŻELAZKA'] }, true],
  ['the beginning of a word only', { words: ['zelaz'] }, false],
  ['words next to each other', { words: ['chcę zwrócić'] }, true],
  ['words over punctuation', { words: ['nr 12 34'] }, true],
  ['words apart', { words: ['chce lodke'] }, false],
  ['all conditions', { channel: ['email'], type: ['return'], language: ['pl'], words: ['zwrot'] }, true],
  ['all conditions but one', { channel: ['email'], type: ['return'], language: ['pl'], words: ['reklamacja'] }, false],
])('a rule for %s', (_name, conditions, matches) => {
  expect(firstMatch([{ conditions }], ticket) !== undefined).toBe(matches);
});

it('a rule for a language does not match an unknown one', () => {
  expect(firstMatch([{ conditions: { language: ['pl'] } }], { ...ticket, language: null })).toBeUndefined();
});

it('the first rule that matches wins', () => {
  const rules = [
    { conditions: { type: ['complaint' as const] }, n: 1 },
    { conditions: {}, n: 2 },
    { conditions: { type: ['return' as const] }, n: 3 },
  ];
  expect(firstMatch(rules, ticket)?.n).toBe(2);
});

it('folds Cyrillic and Romanian too', () => {
  expect(fold('ВОЗВРАТ, ёлка! Țară știută')).toBe(' возврат елка tara stiuta ');
});

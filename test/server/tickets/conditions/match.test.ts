import { expect, it } from 'vitest';
import type { FilingFacts } from '../../../../server/context.ts';
import { firstMatch, fold, isWithin } from '../../../../server/tickets/conditions/match.ts';
import type { Conditions } from '../../../../server/tickets/conditions/conditions.ts';

const night = { zone: 'Europe/Warsaw', from: '22:00', to: '06:00', days: [1, 2, 3, 4, 5, 6, 7] };

const ticket: FilingFacts = {
  channel: 'email',
  type: 'return',
  language: 'pl',
  account: 'env',
  subject: 'Zwrot żelazka',
  priority: 2,
  tags: ['vip'],
  fields: { order: 'A-17', product: ' ' },
  unverified: false,
  // A Saturday, 23:30 in Warsaw.
  createdAt: new Date('2026-03-28T22:30:00Z'),
  customer: { createdAt: new Date('2026-03-01T00:00:00Z'), domains: ['mail.shop.test'] },
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
  ['its mailbox', { account: ['other', 'env'] }, true],
  ['another mailbox', { account: ['other'] }, false],
  ['its priority', { priority: [2, 4] }, true],
  ['another priority', { priority: [4] }, false],
  ['its tag', { tags: ['x', 'vip'] }, true],
  ['another tag', { tags: ['x'] }, false],
  ['a field', { fields: [{ name: 'order' }] }, true],
  ['a word of a field', { fields: [{ name: 'order', words: ['17'] }] }, true],
  ['another word of a field', { fields: [{ name: 'order', words: ['18'] }] }, false],
  ['a field that says nothing', { fields: [{ name: 'product' }, { name: 'none' }] }, false],
  ['a known customer', { customer: 'known' }, true],
  ['a new customer', { customer: 'new' }, false],
  ['who is proved', { proved: true }, true],
  ['who is not proved', { proved: false }, false],
  ['the domain', { domains: ['mail.shop.test'] }, true],
  ['a domain above', { domains: ['shop.test'] }, true],
  ['another domain', { domains: ['op.test', 'x.mail.shop.test'] }, false],
  ['its hours', { time: { ...night, days: [6] } }, true],
  ['hours of another day', { time: { ...night, days: [7] } }, false],
  ['hours in another zone', { time: { ...night, zone: 'UTC', from: '23:00', days: [6] } }, false],
  ['hours until it came', { time: { ...night, from: '09:00', to: '23:30', days: [6] } }, false],
  ['a word of the subject', { subject: ['zelazka'] }, true],
  ['a word of the text only', { subject: ['zwrocic'] }, false],
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

it.each([
  ['the hour that the clock leaves out', '2026-03-29T01:30:00Z', [6], true],
  ['after it', '2026-03-29T04:00:00Z', [6], false],
  ['the evening that begins its own night', '2026-03-29T20:30:00Z', [7], true],
  ['Monday morning, which is Sunday’s night', '2026-03-30T01:00:00Z', [7], true],
])('hours over midnight belong to the day on which they begin: %s', (_when, at, days, within) => {
  expect(isWithin({ ...night, days }, new Date(at))).toBe(within);
});

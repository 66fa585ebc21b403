import { describe, expect, test } from 'vitest';
import { orderIn } from '../../../bots/assistant/dialogues/numbers.ts';
import { conditionIn, isCancel, isQuestion, isSkip, wishIn, yesOrNo } from '../../../bots/assistant/dialogues/words.ts';

describe('order numbers', () => {
  test.each([
    ['order 4821 came broken', '4821'],
    ['my order number is 4821', '4821'],
    ['pedido nº 48213, por favor', '48213'],
    ['comanda mea A-20931 nu a venit', 'A-20931'],
    ['zamówienie nr 5521', '5521'],
    ['заказ 60233 не пришёл', '60233'],
    ['#7781 please', '7781'],
    ['it was ombud-no 2024-55120', '2024-55120'],
    ['EU48213B', undefined],
  ])('%s → %s', (text, order) => {
    expect(orderIn(text)).toBe(order);
  });

  test.each(['it cost 349 euro', 'the 55 inch tv', 'bought in 2024', 'has 64 gb, not 128', 'za 1299 zł'])(
    'none in: %s',
    (text) => {
      expect(orderIn(text)).toBeUndefined();
    },
  );

  test('when asked for, a short number is one', () => {
    expect(orderIn('4821', true)).toBe('4821');
    expect(orderIn('I think 349', true)).toBe('349');
    expect(orderIn('no idea', true)).toBeUndefined();
  });
});

test.each([
  ['I want my money back', 'refund'],
  ['quiero el reembolso', 'refund'],
  ['vreau banii', 'refund'],
  ['poproszę o zwrot pieniędzy', 'refund'],
  ['верните деньги', 'refund'],
  ['please repair it', 'repair'],
  ['que lo arreglen', 'repair'],
  ['să-l reparați', 'repair'],
  ['naprawa', 'repair'],
  ['отремонтируйте', 'repair'],
  ['send me a new one', 'replacement'],
  ['uno nuevo', 'replacement'],
  ['unul nou', 'replacement'],
  ['nowy egzemplarz', 'replacement'],
  ['замените', 'replacement'],
  ['cambiarlo por otro color', 'exchange'],
  ['wymiana na większy', 'exchange'],
  ['обменять', 'exchange'],
  ['I am sad', undefined],
])('wish: %s → %s', (text, wish) => {
  expect(wishIn(text)).toBe(wish);
});

test.each([
  ['still sealed', 'unopened'],
  ['sin abrir', 'unopened'],
  ['desfăcut, dar nefolosit', 'opened'],
  ['używany', 'used'],
  ['сломан', 'damaged'],
  ['hm', undefined],
])('condition: %s → %s', (text, condition) => {
  expect(conditionIn(text)).toBe(condition);
});

test.each([
  ['yes', 'yes'],
  ['sí', 'yes'],
  ['da, e corect', 'yes'],
  ['tak', 'yes'],
  ['всё верно', 'yes'],
  ['no', 'no'],
  ['that is not right', 'no'],
  ['nu', 'no'],
  ['nie, źle', 'no'],
  ['нет', 'no'],
  ['the lamp', undefined],
  ['well yes but I would also like to know about the warranty', undefined],
])('%s means %s', (text, answer) => {
  expect(yesOrNo(text)).toBe(answer);
});

test.each(['skip', 'no lo sé', 'nu știu', 'nie mam', 'не помню', 'I dont have it'])('skips: %s', (text) => {
  expect(isSkip(text)).toBe(true);
});

test.each(['cancel', 'cancelar', 'anulează', 'anuluj', 'отмена'])('cancels: %s', (text) => {
  expect(isCancel(text)).toBe(true);
});

test('a sentence with "cancel" in it cancels nothing', () => {
  expect(isCancel('they did not cancel the order I told them to')).toBe(false);
});

test.each([
  ['how do I return it', true],
  ['что делать с ним', true],
  ['is it free?', true],
  ['quiero devolverlo', false],
])('question: %s %s', (text, asked) => {
  expect(isQuestion(text)).toBe(asked);
});

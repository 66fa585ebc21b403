import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addWords, joinedOf, unitsOf, wordsIn } from '../../../../server/tickets/search/words.ts';

const wordsOf = (text: string): string[] => {
  const words = new Set<string>();
  addWords(text, words);
  return [...words].sort();
};

/** The same, unit by unit, as a query and its highlights cut a text. */
const plainly = (text: string): string[] => {
  const units = unitsOf(text.toLowerCase().normalize('NFC'));
  const words = units.flatMap((unit) => [...wordsIn(unit).map((word) => word.text), joinedOf(unit.text) ?? '']);
  return [...new Set(words)].filter((word) => word !== '' && word.length <= 64).sort();
};

describe('the words of a text', () => {
  it.each([
    ['', []],
    ['Wi-Fi', ['fi', 'wi', 'wifi']],
    ['It’s broken.', ['broken', 'it', 'its', 's']],
    ['-a- b.. .c', ['a', 'b', 'c']],
    ['ana@people.example', ['ana', 'anapeopleexample', 'example', 'people']],
    ['Zażółć ŞTIINȚĂ пыль', ['zażółć', 'ştiință', 'пыль']],
    ['e\u0301te\u0301', ['été']],
    ['😀ok😀 \ud800x', ['ok', 'x']],
    [`${'a'.repeat(64)} ${'b'.repeat(65)}`, ['a'.repeat(64)]],
  ])('%j', (text, words) => expect(wordsOf(text)).toEqual(words));

  it('are those of its units, whatever it is made of', () => {
    const piece = fc.oneof(
      fc.constantFrom(...Array.from("-‑'’._@+/ éёșżñ漢한İ"), '😀', '𝒜', '\u0301', '\u200d', '\ud800', '\udc00'),
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.stringMatching(/^[a-z]{1,70}$/),
    );
    const texts = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    const same = fc.property(texts, (text) => {
      expect(wordsOf(text)).toEqual(plainly(text));
    });
    fc.assert(same, { numRuns: 2_000 });
  });
});

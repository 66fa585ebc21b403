import { describe, expect, it } from 'vitest';
import { queryWords } from '../../../knowledge-base/search/analyse.ts';
import { excerpt, highlight } from '../../../knowledge-base/search/excerpt.ts';
import type { Language } from '../../../server/tickets/envelopes.ts';
import { stemPolish } from '../../../server/words/polish.ts';

describe('queryWords', () => {
  const meaning = (text: string, locale: Language): string[] => queryWords(text, locale).map((word) => word.folded);

  it('keeps what carries meaning', () => {
    expect(meaning('How do I return a broken phone?', 'en')).toEqual(['return', 'broken', 'phone']);
    expect(meaning('Gdzie jest moja paczka?', 'pl')).toEqual(['paczka']);
    expect(meaning('¿Cuánto tarda el reembolso?', 'es')).toEqual(['reembolso']);
  });

  it('takes the last word as a beginning only while it is being typed', () => {
    expect(queryWords('return lab', 'en').map((word) => word.open)).toEqual([false, true]);
    expect(queryWords('return lab ', 'en').map((word) => word.open)).toEqual([false, false]);
    expect(meaning('can', 'en')).toEqual(['can']);
    expect(meaning('how do I ', 'en')).toEqual([]);
  });
});

describe('excerpt', () => {
  it('cuts around the hits and says so', () => {
    const text = `${'Lorem ipsum dolor sit amet. '.repeat(20)}The parcel is <late>. ${'Consectetur elit sed. '.repeat(20)}`;
    const cut = excerpt(['No hit here.', text], new Set(['parcel']), 'en');
    expect(cut).toMatch(/^….*<mark>parcel<\/mark> is &lt;late&gt;\. .*…$/);
    expect(cut.length).toBeLessThan(260);
  });

  it('gives the beginning when nothing hits', () => {
    expect(excerpt(['A & B', 'C'], new Set(), 'en')).toBe('A &amp; B');
  });

  it('marks words as written, inflected and with diacritics', () => {
    expect(highlight('Śledzenie paczki', new Set([stemPolish('paczka')]), 'pl')).toBe('Śledzenie <mark>paczki</mark>');
  });
});

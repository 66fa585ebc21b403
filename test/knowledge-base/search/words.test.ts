import { describe, expect, it } from 'vitest';
import { queryWords } from '../../../knowledge-base/search/analyse.ts';
import { excerpt, highlight } from '../../../knowledge-base/search/excerpt.ts';
import { fold, wordsOf } from '../../../knowledge-base/search/fold.ts';
import { stemPolish } from '../../../knowledge-base/search/polish.ts';
import { stems } from '../../../knowledge-base/search/stem.ts';
import type { Language } from '../../../server/tickets/envelopes.ts';

describe('fold', () => {
  it.each([
    ['Przesyłka', 'przesylka'],
    ['ŻÓŁĆ', 'zolc'],
    ['garanție', 'garantie'],
    ['garanţie', 'garantie'],
    ['ещё', 'еще'],
    ['Straße', 'strasse'],
    ['ﬁx', 'fix'],
    ['e\u0301te\u0301', 'ete'],
  ])('%s → %s', (written, folded) => expect(fold(written)).toBe(folded));

  it('takes compounds as one word with its place', () => {
    expect(wordsOf("Don't use Wi-Fi, ok?")).toEqual([
      { text: "Don't", at: 0 },
      { text: 'use', at: 6 },
      { text: 'Wi-Fi', at: 10 },
      { text: 'ok', at: 17 },
    ]);
  });
});

describe('stems', () => {
  it.each([
    'paczka paczki paczkę paczce paczek paczką paczkami',
    'przesyłka przesyłki przesyłkę przesyłce przesyłek przesyłkami',
    'gwarancja gwarancji gwarancję gwarancyjny',
    'zamówienie zamówienia zamówień zamówieniem zamówić',
    'naprawa naprawy naprawę naprawie naprawiony naprawić',
    'faktura faktury fakturę fakturze faktur',
    'płatność płatności płatnością',
    'konto konta koncie kont kontem',
    'hasło hasła haseł hasłem',
    'bateria baterii baterię baterie',
    'zwrot zwroty zwrotów zwrotem zwrócić',
    'anulować anulowanie anuluję',
  ])('Polish forms of one word meet: %s', (line) => {
    const all = line.split(' ').map((word) => stemPolish(fold(word)));
    expect(new Set(all).size, all.join(' ')).toBe(1);
  });

  it.each(['paczka faktura', 'zwrot gwarancja', 'konto hasło', 'telefon tablet', 'dostawa dostęp'])(
    'Polish words stay apart: %s',
    (line) => {
      const [one, other] = line.split(' ').map((word) => stemPolish(fold(word)));
      expect(one).not.toBe(other);
    },
  );

  it.each<[Language, string, string]>([
    ['es', 'devolucion', 'devoluciones'],
    ['es', 'garantía', 'garantia'],
    ['ro', 'garanție', 'garantie'],
    ['ru', 'посылку', 'посылки'],
    ['ru', 'счёт', 'счет'],
    ['en', 'deliveries', 'delivery'],
  ])('%s: %s and %s share a stem', (locale, one, other) => {
    expect(stems(one, locale).some((stem) => stems(other, locale).includes(stem))).toBe(true);
  });
});

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

import { describe, expect, it } from 'vitest';
import type { Language } from '../../../server/tickets/envelopes.ts';
import { fold, wordsOf } from '../../../server/words/fold.ts';
import { stemPolish } from '../../../server/words/polish.ts';
import { stems } from '../../../server/words/stem.ts';

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
    ['ru', 'новые', 'новый'],
    ['en', 'deliveries', 'delivery'],
    ['en', 'returned', 'returns'],
    ['en', 'quickly', 'quick'],
  ])('%s: %s and %s share a stem', (locale, one, other) => {
    expect(stems(one, locale).some((stem) => stems(other, locale).includes(stem))).toBe(true);
  });

  it.each<[Language, string, string]>([
    ['en', 'reply', 'rep'],
    ['en', 'early', 'ear'],
    ['es', 'caja', 'casa'],
    ['ro', 'comandă', 'comentariu'],
    ['ru', 'счёт', 'час'],
  ])('%s: %s and %s stay apart', (locale, one, other) => {
    expect(stems(one, locale).filter((stem) => stems(other, locale).includes(stem))).toEqual([]);
  });
});

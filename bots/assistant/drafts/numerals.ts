import type { Language } from '../../../server/tickets/envelopes.ts';

/** Numbers in words, folded: the value, then its forms. Case endings are written out, since stems would meet others. */
const WORDS: Record<Language, string> = {
  en: `0 zero; 1 one; 2 two; 3 three; 4 four; 5 five; 6 six; 7 seven; 8 eight; 9 nine; 10 ten; 11 eleven; 12 twelve;
    13 thirteen; 14 fourteen; 15 fifteen; 16 sixteen; 17 seventeen; 18 eighteen; 19 nineteen; 20 twenty; 30 thirty;
    40 forty; 50 fifty; 60 sixty; 70 seventy; 80 eighty; 90 ninety; 100 hundred; 1000 thousand`,
  es: `0 cero; 1 un uno una; 2 dos; 3 tres; 4 cuatro; 5 cinco; 6 seis; 7 siete; 8 ocho; 9 nueve; 10 diez; 11 once; 12 doce;
    13 trece; 14 catorce; 15 quince; 16 dieciseis; 17 diecisiete; 18 dieciocho; 19 diecinueve; 20 veinte; 21 veintiun
    veintiuno veintiuna; 22 veintidos; 23 veintitres; 24 veinticuatro; 25 veinticinco; 26 veintiseis; 27 veintisiete;
    28 veintiocho; 29 veintinueve; 30 treinta; 40 cuarenta; 50 cincuenta; 60 sesenta; 70 setenta; 80 ochenta; 90 noventa;
    100 cien ciento; 200 doscientos doscientas; 300 trescientos trescientas; 500 quinientos; 1000 mil`,
  ro: `0 zero; 1 un unu una o; 2 doi doua; 3 trei; 4 patru; 5 cinci; 6 sase; 7 sapte; 8 opt; 9 noua; 10 zece; 11 unsprezece;
    12 doisprezece douasprezece; 13 treisprezece; 14 paisprezece; 15 cincisprezece; 16 saisprezece; 17 saptesprezece;
    18 optsprezece; 19 nouasprezece; 20 douazeci; 30 treizeci; 40 patruzeci; 50 cincizeci; 60 saizeci; 70 saptezeci;
    80 optzeci; 90 nouazeci; 100 suta sute; 1000 mie mii`,
  pl: `0 zero; 1 jeden jedna jedno jednego jednej jednym; 2 dwa dwie dwoch dwom dwoma dwiema; 3 trzy trzech trzem trzema;
    4 cztery czterech czterem; 5 piec pieciu; 6 szesc szesciu; 7 siedem siedmiu; 8 osiem osmiu; 9 dziewiec dziewieciu;
    10 dziesiec dziesieciu; 11 jedenascie jedenastu; 12 dwanascie dwunastu; 13 trzynascie trzynastu; 14 czternascie
    czternastu; 15 pietnascie pietnastu; 16 szesnascie szesnastu; 17 siedemnascie siedemnastu; 18 osiemnascie osiemnastu;
    19 dziewietnascie dziewietnastu; 20 dwadziescia dwudziestu; 30 trzydziesci trzydziestu; 40 czterdziesci czterdziestu;
    50 piecdziesiat piecdziesieciu; 60 szescdziesiat szescdziesieciu; 70 siedemdziesiat siedemdziesieciu; 80 osiemdziesiat
    osiemdziesieciu; 90 dziewiecdziesiat dziewiecdziesieciu; 100 sto stu; 200 dwiescie dwustu; 300 trzysta; 500 piecset;
    1000 tysiac tysiaca tysiecy`,
  ru: `0 ноль; 1 один одна одно одного однои одну одним; 2 два две двух двум двумя; 3 три трех трем тремя; 4 четыре четырех;
    5 пять пяти пятью; 6 шесть шести; 7 семь семи; 8 восемь восьми; 9 девять девяти; 10 десять десяти; 11 одиннадцать
    одиннадцати; 12 двенадцать двенадцати; 13 тринадцать тринадцати; 14 четырнадцать четырнадцати; 15 пятнадцать
    пятнадцати; 16 шестнадцать шестнадцати; 17 семнадцать семнадцати; 18 восемнадцать восемнадцати; 19 девятнадцать
    девятнадцати; 20 двадцать двадцати; 30 тридцать тридцати; 40 сорок сорока; 50 пятьдесят пятидесяти; 60 шестьдесят
    шестидесяти; 70 семьдесят семидесяти; 80 восемьдесят восьмидесяти; 90 девяносто; 100 сто ста; 200 двести двухсот;
    300 триста трехсот; 500 пятьсот; 1000 тысяча тысячи тысяч`,
};

/** Words that mostly are something else (an article, "new", an oven): numbers only before what they count. */
const ALSO_OTHER = new Set(['one', 'un', 'uno', 'una', 'unu', 'o', 'noua', 'piec', 'mii', 'mie', 'once', 'три']);
const isOne = (value: number): boolean => value === 1;

const tables = new Map(
  (Object.entries(WORDS) as [Language, string][]).map(([language, text]) => [language, tableOf(text)]),
);

function tableOf(text: string): Map<string, number> {
  return new Map(
    text.split(';').flatMap((entry) => {
      const [value, ...forms] = entry.trim().split(/\s+/);
      return forms.map((form): [string, number] => [form, Number(value)]);
    }),
  );
}

/** The value of a folded word that is a number; `sure` when it can hardly be anything else. */
export function numeralOf(word: string, language: Language): { value: number; sure: boolean } | undefined {
  const value = tables.get(language)?.get(word);
  return value === undefined ? undefined : { value, sure: !ALSO_OTHER.has(word) && !isOne(value) };
}

/** Digits as people group them, as a plain number: `1.299,00` and `1 299` → 1299, `3,90` → 3.9. */
export function digitsOf(written: string): number {
  const decimals = /[.,](\d{1,2})$/.exec(written)?.[1];
  const whole = decimals ? written.slice(0, -decimals.length - 1) : written;
  return Number(`${whole.replace(/\D/g, '')}.${decimals ?? 0}`);
}

import { describe, expect, it } from 'vitest';
import { parseWhen } from '../../../../web/inbox/when/when.ts';

/** A Wednesday, half past two in the afternoon. */
const now = new Date(2026, 10, 18, 14, 30);
const read = (text: string): string => {
  const at = parseWhen(text, now);
  if (!at) return '-';
  const two = (n: number) => String(n).padStart(2, '0');
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date} ${two(at.getHours())}:${two(at.getMinutes())}`;
};

const TOMORROW_9 = '2026-11-19 09:00';
const MONDAY_10 = '2026-11-23 10:00';

describe('a moment in words', () => {
  it.each([
    ['tomorrow 9', TOMORROW_9],
    ['Tomorrow', TOMORROW_9],
    ['tomorrow at 9am', TOMORROW_9],
    ['tomorrow morning', TOMORROW_9],
    ['tomorrow at 5 pm', '2026-11-19 17:00'],
    ['tomorrow afternoon', '2026-11-19 15:00'],
    ['day after tomorrow 8:15', '2026-11-20 08:15'],
    ['in 2 hours', '2026-11-18 16:30'],
    ['2h', '2026-11-18 16:30'],
    ['90 min', '2026-11-18 16:00'],
    ['in an hour', '2026-11-18 15:30'],
    ['half an hour', '2026-11-18 15:00'],
    ['in 3 days', '2026-11-21 09:00'],
    ['in 3 days at 16:00', '2026-11-21 16:00'],
    ['3d', '2026-11-21 09:00'],
    ['in a week', '2026-11-25 09:00'],
    ['2 weeks', '2026-12-02 09:00'],
    ['in a month', '2026-12-18 09:00'],
    ['monday 10:00', MONDAY_10],
    ['next monday at 10', MONDAY_10],
    ['wednesday', '2026-11-25 09:00'],
    ['wed 17', '2026-11-18 17:00'],
    ['next wednesday 17:00', '2026-11-25 17:00'],
    ['next week', '2026-11-23 09:00'],
    ['next month', '2026-12-01 09:00'],
    ['weekend', '2026-11-21 09:00'],
    ['today 17:45', '2026-11-18 17:45'],
    ['tonight', '2026-11-18 20:00'],
    ['17:00', '2026-11-18 17:00'],
    ['9', TOMORROW_9],
    ['noon', '2026-11-19 12:00'],
    ['8 in the evening', '2026-11-18 20:00'],
    ['24 dec', '2026-12-24 09:00'],
    ['Dec 24, 10:00', '2026-12-24 10:00'],
    ['24.12', '2026-12-24 09:00'],
    ['24/12 18:00', '2026-12-24 18:00'],
    ['2027-01-05 08:30', '2027-01-05 08:30'],
    ['3 march', '2027-03-03 09:00'],
    ['24 december 2026', '2026-12-24 09:00'],
  ])('en: %s', (text, expected) => expect(read(text)).toBe(expected));

  it.each([
    ['mañana a las 9', TOMORROW_9],
    ['mañana por la mañana', TOMORROW_9],
    ['mañana por la tarde', '2026-11-19 15:00'],
    ['pasado mañana 8:15', '2026-11-20 08:15'],
    ['en 2 horas', '2026-11-18 16:30'],
    ['dentro de 3 días', '2026-11-21 09:00'],
    ['en una hora', '2026-11-18 15:30'],
    ['media hora', '2026-11-18 15:00'],
    ['el lunes a las 10', MONDAY_10],
    ['el próximo lunes a las 10', MONDAY_10],
    ['próxima semana', '2026-11-23 09:00'],
    ['la semana que viene', '2026-11-23 09:00'],
    ['hoy a las 18:00', '2026-11-18 18:00'],
    ['24 de diciembre', '2026-12-24 09:00'],
    ['viernes', '2026-11-20 09:00'],
    ['fin de semana', '2026-11-21 09:00'],
  ])('es: %s', (text, expected) => expect(read(text)).toBe(expected));

  it.each([
    ['mâine la 9', TOMORROW_9],
    ['maine dimineața', TOMORROW_9],
    ['poimâine 8:15', '2026-11-20 08:15'],
    ['peste 2 ore', '2026-11-18 16:30'],
    ['în 2 ore', '2026-11-18 16:30'],
    ['peste o oră', '2026-11-18 15:30'],
    ['peste 3 zile', '2026-11-21 09:00'],
    ['luni la ora 10', MONDAY_10],
    ['lunea viitoare la 10', MONDAY_10],
    ['săptămâna viitoare', '2026-11-23 09:00'],
    ['azi 18:00', '2026-11-18 18:00'],
    ['mâine după-amiază', '2026-11-19 15:00'],
    ['24 decembrie', '2026-12-24 09:00'],
    ['vineri', '2026-11-20 09:00'],
  ])('ro: %s', (text, expected) => expect(read(text)).toBe(expected));

  it.each([
    ['jutro o 9', TOMORROW_9],
    ['jutro rano', TOMORROW_9],
    ['pojutrze 8:15', '2026-11-20 08:15'],
    ['za 2 godziny', '2026-11-18 16:30'],
    ['za godzinę', '2026-11-18 15:30'],
    ['za pół godziny', '2026-11-18 15:00'],
    ['za 3 dni', '2026-11-21 09:00'],
    ['za tydzień', '2026-11-25 09:00'],
    ['w poniedziałek o 10', MONDAY_10],
    ['pon 10:00', MONDAY_10],
    ['we wtorek', '2026-11-24 09:00'],
    ['w przyszłym tygodniu', '2026-11-23 09:00'],
    ['dzisiaj o 18', '2026-11-18 18:00'],
    ['jutro po południu', '2026-11-19 15:00'],
    ['24 grudnia', '2026-12-24 09:00'],
    ['o 8 wieczorem', '2026-11-18 20:00'],
  ])('pl: %s', (text, expected) => expect(read(text)).toBe(expected));

  it.each([
    ['завтра в 9', TOMORROW_9],
    ['завтра утром', TOMORROW_9],
    ['послезавтра 8:15', '2026-11-20 08:15'],
    ['через 2 часа', '2026-11-18 16:30'],
    ['через час', '2026-11-18 15:30'],
    ['через полчаса', '2026-11-18 15:00'],
    ['через 3 дня', '2026-11-21 09:00'],
    ['через неделю', '2026-11-25 09:00'],
    ['пн 10:00', MONDAY_10],
    ['в понедельник в 10', MONDAY_10],
    ['в следующий понедельник в 10', MONDAY_10],
    ['на следующей неделе', '2026-11-23 09:00'],
    ['сегодня в 18:00', '2026-11-18 18:00'],
    ['завтра днём', '2026-11-19 15:00'],
    ['24 декабря', '2026-12-24 09:00'],
    ['в 8 вечера', '2026-11-18 20:00'],
  ])('ru: %s', (text, expected) => expect(read(text)).toBe(expected));

  it.each([
    [''],
    ['soon'],
    ['yesterday'],
    ['tomorrow 25:00'],
    ['tomorrow 9 10'],
    ['99'],
    ['today'],
    ['today 9'],
    ['31.2'],
    ['32.12'],
    ['2020-01-01'],
    ['0 days'],
    ['monday tuesday'],
    ['hour'],
    ['9000 weeks'],
    ['drop table'],
    ['<script>'],
    ['.'.repeat(2000)],
  ])('not understood: %j', (text) => expect(read(text)).toBe('-'));
});

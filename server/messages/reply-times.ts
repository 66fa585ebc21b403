import type { Language } from '../tickets/envelopes.ts';

/** What the chat says of how soon people answer. */
export interface ReplyTimes {
  /** Within 5, 15, 30 minutes, 1, 2, 4, 8 hours, a day. */
  within: readonly string[];
  longer: string;
  here: string;
  /** `{when}`: a day and a time, "tomorrow, 9:00". */
  back: string;
}

export const replyTimes: Record<Language, ReplyTimes> = {
  en: {
    within: [
      'People usually answer within 5 minutes.',
      'People usually answer within 15 minutes.',
      'People usually answer within half an hour.',
      'People usually answer within an hour.',
      'People usually answer within 2 hours.',
      'People usually answer within 4 hours.',
      'People usually answer within 8 hours.',
      'People usually answer within a day.',
    ],
    longer: 'At the moment people need more than a day to answer.',
    here: 'Our team is here now.',
    back: 'Our team is away now. We are back {when}.',
  },
  es: {
    within: [
      'Las personas suelen responder en 5 minutos.',
      'Las personas suelen responder en 15 minutos.',
      'Las personas suelen responder en media hora.',
      'Las personas suelen responder en una hora.',
      'Las personas suelen responder en 2 horas.',
      'Las personas suelen responder en 4 horas.',
      'Las personas suelen responder en 8 horas.',
      'Las personas suelen responder en un día.',
    ],
    longer: 'Ahora las personas tardan más de un día en responder.',
    here: 'Nuestro equipo está ahora aquí.',
    back: 'Ahora no hay nadie del equipo. Volvemos: {when}.',
  },
  ro: {
    within: [
      'Oamenii răspund de obicei în 5 minute.',
      'Oamenii răspund de obicei în 15 minute.',
      'Oamenii răspund de obicei într-o jumătate de oră.',
      'Oamenii răspund de obicei într-o oră.',
      'Oamenii răspund de obicei în 2 ore.',
      'Oamenii răspund de obicei în 4 ore.',
      'Oamenii răspund de obicei în 8 ore.',
      'Oamenii răspund de obicei într-o zi.',
    ],
    longer: 'Acum oamenii au nevoie de mai mult de o zi ca să răspundă.',
    here: 'Echipa noastră este acum aici.',
    back: 'Acum echipa nu este aici. Revenim: {when}.',
  },
  pl: {
    within: [
      'Ludzie odpowiadają zwykle w ciągu 5 minut.',
      'Ludzie odpowiadają zwykle w ciągu 15 minut.',
      'Ludzie odpowiadają zwykle w ciągu pół godziny.',
      'Ludzie odpowiadają zwykle w ciągu godziny.',
      'Ludzie odpowiadają zwykle w ciągu 2 godzin.',
      'Ludzie odpowiadają zwykle w ciągu 4 godzin.',
      'Ludzie odpowiadają zwykle w ciągu 8 godzin.',
      'Ludzie odpowiadają zwykle w ciągu jednego dnia.',
    ],
    longer: 'Obecnie na odpowiedź człowieka czeka się dłużej niż jeden dzień.',
    here: 'Nasz zespół jest teraz na miejscu.',
    back: 'Naszego zespołu teraz nie ma. Wracamy: {when}.',
  },
  ru: {
    within: [
      'Сотрудники обычно отвечают в течение 5 минут.',
      'Сотрудники обычно отвечают в течение 15 минут.',
      'Сотрудники обычно отвечают в течение получаса.',
      'Сотрудники обычно отвечают в течение часа.',
      'Сотрудники обычно отвечают в течение 2 часов.',
      'Сотрудники обычно отвечают в течение 4 часов.',
      'Сотрудники обычно отвечают в течение 8 часов.',
      'Сотрудники обычно отвечают в течение дня.',
    ],
    longer: 'Сейчас ответа сотрудника приходится ждать больше дня.',
    here: 'Наша команда сейчас на месте.',
    back: 'Сейчас сотрудников нет на месте. Мы вернёмся: {when}.',
  },
};

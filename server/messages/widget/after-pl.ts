import type { AfterTexts } from './after-en.ts';

export const pl: AfterTexts = {
  notNow: 'Nie teraz',
  save: 'Zapisz',
  addressTitle: 'Musisz iść? Możemy odpowiedzieć e‑mailem.',
  addressHint: 'Jeśli Cię tu nie będzie, napiszemy na ten adres. Odpowiedź na tę wiadomość trafi do tej samej sprawy.',
  addressLabel: 'ty@example.com',
  addressWrong: 'To nie jest adres e-mail.',
  addressKept: 'Jeśli Cię nie będzie, odpowiemy na {address}.',
  transcriptTo: 'Zostaw puste, aby wysłać na {address}.',
  transcriptSent: 'Zapis rozmowy jest w drodze.',
  transcriptLimited: 'Wysłano go niedawno kilka razy. Spróbuj za godzinę.',
  transcriptOff: 'Nie udało się tam wysłać.',
  rateTitle: 'Jak nam poszło?',
  rateThanks: 'Dziękujemy za opinię!',
  rateComment: 'Co możemy poprawić?',
  scores: ['Bardzo źle', 'Źle', 'Średnio', 'Dobrze', 'Bardzo dobrze'],
};

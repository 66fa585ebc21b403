import type { RequestsTexts } from './requests-en.ts';

export const pl: RequestsTexts = {
  requestsTitle: 'Moje zgłoszenia',
  requestsHint: 'Ze wszystkich kanałów. Najpierw upewnimy się, że są Twoje: wyślemy kod na Twój adres e-mail.',
  address: 'Twój adres e-mail',
  sendCode: 'Wyślij mi kod',
  wrongAddress: 'To nie jest adres e-mail.',
  codeSent: 'Sześciocyfrowy kod jest w drodze na adres {email}. Jest ważny 15 minut.',
  code: 'Kod z e-maila',
  show: 'Pokaż moje zgłoszenia',
  codeWrong: 'Ten kod jest błędny albo stracił ważność. Wpisz kod z ostatniego e-maila albo poproś o nowy.',
  other: 'Inny adres albo nowy kod',
  limited: 'Ostatnio poproszono o zbyt wiele kodów. Spróbuj ponownie za godzinę.',
  off: 'Nie można teraz wysłać e-maila. Zapytaj nas na czacie.',
  failed: 'Brak połączenia. Spróbuj ponownie za chwilę.',
  none: 'Nie masz jeszcze żadnych zgłoszeń.',
  states: { open: 'Zajmujemy się tym', waiting: 'Czekamy na Twoją odpowiedź', over: 'Załatwione' },
  due: 'Odezwiemy się do {date}.',
  number: 'Zgłoszenie {number}',
  ask: 'Zapytaj o nie',
  about: 'Mam pytanie dotyczące zgłoszenia {number}.',
  loading: 'Szukamy Twoich zgłoszeń…',
};

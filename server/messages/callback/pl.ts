import type { CallbackTexts } from './en.ts';

export const pl: CallbackTexts = {
  title: 'Zadzwonimy do Ciebie',
  lead: 'Wybierz dogodną porę, a my zadzwonimy.',
  when: 'Kiedy mamy zadzwonić?',
  zone: 'Godziny według strefy {zone}.',
  none: 'W najbliższych dniach nie ma wolnych terminów. Napisz do nas.',
  write: 'Napisz do nas',
  off: 'Obecnie nie oddzwaniamy. Napisz do nas.',
  name: 'Imię i nazwisko',
  phone: 'Numer telefonu',
  phoneHint: 'Z numerem kierunkowym kraju, na przykład +48 601 234 567.',
  email: 'Adres e-mail',
  emailHint: 'Tam wyślemy potwierdzenie z linkiem do zmiany lub odwołania rozmowy.',
  topic: 'Czego dotyczy rozmowa?',
  optional: 'opcjonalnie',
  send: 'Zamów rozmowę',
  sending: 'Zamawianie…',
  errors: {
    time: 'Wybierz godzinę.',
    taken: 'Ten termin właśnie został zajęty. Wybierz inny.',
    phone: 'Nie możemy zadzwonić pod ten numer. Podaj go z numerem kierunkowym kraju, na przykład +48 601 234 567.',
    email: 'To nie wygląda na adres e-mail, np. nazwa@example.com.',
    topic: 'To za długie: najwyżej 500 znaków.',
    many: 'Masz już zamówione dwie rozmowy. Najpierw zmień lub odwołaj jedną z nich.',
    limited: 'Z Twojej sieci przyszło zbyt wiele zgłoszeń. Spróbuj później.',
    away: 'Nie udało się tego teraz zapisać. Wyślij jeszcze raz.',
  },
  own: {
    title: 'Twoja rozmowa',
    booked: 'Zadzwonimy: {time}, na numer kończący się na {digits}.',
    again: 'Nie udało nam się jeszcze dodzwonić. Spróbujemy ponownie: {time}, na numer kończący się na {digits}.',
    none: 'Do tego zgłoszenia nie zamówiono rozmowy.',
    move: 'Wybierz inny termin',
    moveButton: 'Zmień termin',
    cancel: 'Rozmowa nie jest już potrzebna?',
    cancelButton: 'Odwołaj rozmowę',
    link: 'Zadzwonimy do Ciebie',
    standing: 'Twoja rozmowa: {time}',
    back: 'Wróć do zgłoszenia',
  },
  done: {
    booked: 'Rozmowa jest zamówiona.',
    moved: 'Termin rozmowy został zmieniony.',
    cancelled: 'Rozmowa została odwołana.',
  },
  ticket: {
    subject: 'Proszę o telefon',
    text: 'Proszę o telefon.',
  },
  letters: {
    booked: {
      subject: 'Rozmowa jest zamówiona [{number}]',
      text: 'Zadzwonimy: {time}.\n\nTutaj możesz zmienić termin lub odwołać rozmowę:\n{link}\n\nTa wiadomość została wysłana automatycznie.',
    },
    moved: {
      subject: 'Termin rozmowy został zmieniony [{number}]',
      text: 'Nowy termin rozmowy: {time}.\n\nTutaj możesz zmienić termin lub odwołać rozmowę:\n{link}\n\nTa wiadomość została wysłana automatycznie.',
    },
    cancelled: {
      subject: 'Rozmowa została odwołana [{number}]',
      text: 'Rozmowa w terminie: {time} została odwołana.\n\nTutaj możesz wybrać inny termin:\n{link}\n\nTa wiadomość została wysłana automatycznie.',
    },
    unreached: {
      subject: 'Nie udało nam się dodzwonić [{number}]',
      text: 'Dzwoniliśmy trzy razy i nie udało nam się z Tobą połączyć.\n\nTutaj możesz wybrać inny termin:\n{link}\n\nMożesz też po prostu odpowiedzieć na tę wiadomość.',
    },
    'wrong-number': {
      subject: 'Numer nie działa [{number}]',
      text: 'Chcieliśmy zadzwonić, ale podany numer nie należy do Ciebie albo nie działa.\n\nTutaj możesz wybrać inny termin i poprawić numer:\n{link}\n\nMożesz też po prostu odpowiedzieć na tę wiadomość.',
    },
  },
};

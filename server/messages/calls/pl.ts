import type { CallsTexts } from './en.ts';

export const pl: CallsTexts = {
  card: {
    ringing: 'Połączenie przychodzące',
    answered: 'Trwa rozmowa',
    ended: 'Rozmowa zakończona',
    missed: 'Nieodebrane połączenie',
    withheld: 'Numer zastrzeżony',
    fresh: 'Pierwsze połączenie z tego numeru',
    unproved: 'Nikt nie potwierdził tego numeru',
    speaks: 'Język: {language}',
    open: 'Otwórz klienta',
  },
  line: {
    in: 'Klient zadzwonił',
    out: 'My zadzwoniliśmy',
    ringing: 'telefon właśnie dzwoni',
    answered: 'trwa rozmowa',
    missed: 'nieodebrane',
    talked: '{time}, rozmawia {agent}',
    spoke: '{time}',
  },
  page: {
    title: 'Klient',
    tickets: 'Zgłoszenia',
    noTickets: 'Nie ma jeszcze zgłoszeń.',
    history: 'Historia',
    missing: 'Nie ma takiego klienta.',
    failed: 'Nie udało się odczytać danych klienta.',
  },
};

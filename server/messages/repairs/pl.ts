import type { RepairTexts } from './en.ts';

export const pl: RepairTexts = {
  mail: {
    offered: {
      subject: 'Wybierz termin naprawy [{number}]',
      text: 'Możemy to dla Ciebie zrobić:\n{work}\n\n{charge}\n\nWybierz dogodny termin tutaj:\n{link}\n\n{automatic}',
    },
    booked: {
      subject: 'Termin naprawy zarezerwowany: {day} [{number}]',
      text: 'Twój termin jest zarezerwowany: {when}.\n{where}\n\n{work}\n{charge}\n\nJeśli przestanie Ci odpowiadać, zmień go lub odwołaj tutaj:\n{link}\n\nZałączony plik doda go do Twojego kalendarza.\n\n{automatic}',
    },
    moved: {
      subject: 'Nowy termin naprawy: {day} [{number}]',
      text: 'Twoja naprawa ma nowy termin: {when}.\n{where}\n\n{work}\n{charge}\n\nZmień go lub odwołaj tutaj:\n{link}\n\nZałączony plik zmieni go w Twoim kalendarzu.\n\n{automatic}',
    },
    cancelled: {
      subject: 'Naprawa została odwołana [{number}]',
      text: 'Ta naprawa została odwołana, a jej termin jest znów wolny:\n{when}\n\n{work}\n\nJeśli nadal jej potrzebujesz, odpowiedz na tę wiadomość.\n\n{automatic}',
    },
    withdrawn: {
      subject: 'Naprawa została odwołana [{number}]',
      text: 'Ta naprawa została odwołana:\n{work}\n\nJeśli nadal jej potrzebujesz, odpowiedz na tę wiadomość.\n\n{automatic}',
    },
    remind: {
      subject: 'Przypomnienie o naprawie: {day} [{number}]',
      text: 'Przypominamy o Twojej naprawie: {when}.\n{where}\n\n{work}\n\nJeśli termin przestał Ci odpowiadać, zmień go lub odwołaj tutaj:\n{link}\n\n{automatic}',
    },
    automatic: 'Ta wiadomość została wysłana automatycznie.',
  },
  summary: 'Naprawa ({number})',
  visit: 'Przyjedziemy do Ciebie: {address}.',
  visitUnknown: 'Przyjedziemy do Ciebie.',
  come: 'Zapraszamy: {name}, {address}.',
  comeBare: 'Zapraszamy: {name}.',
  warranty: 'Obejmuje to gwarancja: nic nie płacisz.',
  free: 'Nic nie płacisz.',
  price: 'Koszt: {price}.',
  priceOpen: 'Koszt: {price}. Nic nie zostanie zarezerwowane, zanim zaakceptujesz tę cenę.',
  page: {
    title: 'Twoja naprawa',
    back: 'Wróć do zgłoszenia',
    onRequest: {
      offered: 'Wybierz termin naprawy',
      booked: 'Twoja naprawa: {when}',
    },
    states: {
      offered: 'Trzeba jeszcze wybrać termin',
      booked: 'Zarezerwowana',
      done: 'Wykonana',
      'not-done': 'Nie udało się jej wykonać',
      cancelled: 'Odwołana',
    },
    choose: 'Wybierz termin',
    move: 'Wybierz inny termin',
    times: 'Wolne terminy',
    zone: 'Godziny według czasu: {zone}.',
    accept: 'Akceptuję cenę {price}',
    book: 'Zarezerwuj ten termin',
    moveTo: 'Zmień na ten termin',
    later: 'Późniejsze terminy',
    sooner: 'Najbliższe terminy',
    cancelTitle: 'Nie potrzebujesz już naprawy?',
    reason: 'Dlaczego? (opcjonalnie)',
    cancel: 'Odwołaj naprawę',
    none: 'W tej chwili nie ma wolnych terminów. Napisz do nas, a jakiś znajdziemy.',
    region: 'W Twojej okolicy nie mamy jeszcze nikogo. Napisz do nas, a znajdziemy rozwiązanie.',
    parts: 'Użyte części',
    began: 'Naprawa już się zaczęła: napisz do nas, jeśli coś się zmieni.',
    done: {
      booked: 'Twój termin jest zarezerwowany.',
      moved: 'Twoja naprawa ma nowy termin.',
      cancelled: 'Naprawa została odwołana.',
    },
    errors: {
      choose: 'Wybierz termin.',
      accept: 'Najpierw zaakceptuj cenę.',
      taken: 'Ktoś właśnie zajął ten termin. Wybierz inny.',
      over: 'To nie jest już możliwe.',
    },
  },
};

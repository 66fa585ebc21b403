import type { StageTexts } from './en.ts';

export const pl: StageTexts = {
  complaint: {
    received: 'Przyjęta',
    examining: 'Rozpatrywana',
    decided: 'Rozstrzygnięta',
    appealed: 'Złożono odwołanie',
    withdrawn: 'Wycofana',
  },
  return: {
    requested: 'Zgłoszony',
    approved: 'Zaakceptowany',
    refused: 'Odrzucony',
    labelled: 'Etykieta wysłana',
    'in-transit': 'W drodze do nas',
    received: 'Dotarł',
    inspected: 'Sprawdzony',
    refunded: 'Pieniądze zwrócone',
    exchanged: 'Wymieniony',
    'sent-back': 'Odesłany',
    withdrawn: 'Wycofany',
  },
  inquiry: {
    received: 'Przyjęte',
    answered: 'Z odpowiedzią',
    reopened: 'Otwarte ponownie',
  },
};

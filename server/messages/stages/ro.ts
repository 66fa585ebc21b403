import type { StageTexts } from './en.ts';

export const ro: StageTexts = {
  complaint: {
    received: 'Primită',
    examining: 'În examinare',
    decided: 'Soluționată',
    appealed: 'Contestată',
    withdrawn: 'Retrasă',
  },
  return: {
    requested: 'Solicitat',
    approved: 'Aprobat',
    refused: 'Refuzat',
    labelled: 'Etichetă trimisă',
    'in-transit': 'În drum spre noi',
    received: 'Sosit',
    inspected: 'Verificat',
    refunded: 'Rambursat',
    exchanged: 'Schimbat',
    'sent-back': 'Trimis înapoi',
    withdrawn: 'Retras',
  },
  inquiry: {
    received: 'Primită',
    answered: 'Cu răspuns',
    reopened: 'Redeschisă',
  },
};

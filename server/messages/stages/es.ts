import type { StageTexts } from './en.ts';

export const es: StageTexts = {
  complaint: {
    received: 'Recibida',
    examining: 'En examen',
    decided: 'Resuelta',
    appealed: 'Recurrida',
    withdrawn: 'Retirada',
  },
  return: {
    requested: 'Solicitada',
    approved: 'Aprobada',
    refused: 'Rechazada',
    labelled: 'Etiqueta enviada',
    'in-transit': 'En camino hacia nosotros',
    received: 'Recibida',
    inspected: 'Revisada',
    refunded: 'Reembolsada',
    exchanged: 'Cambiada',
    'sent-back': 'Devuelta al cliente',
    withdrawn: 'Retirada',
  },
  inquiry: {
    received: 'Recibida',
    answered: 'Respondida',
    reopened: 'Reabierta',
  },
};

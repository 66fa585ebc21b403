import type { CallsTexts } from './en.ts';

export const es: CallsTexts = {
  card: {
    ringing: 'Llamada entrante',
    answered: 'Al teléfono',
    ended: 'Llamada terminada',
    missed: 'Llamada perdida',
    withheld: 'Número oculto',
    fresh: 'Primera llamada desde este número',
    unproved: 'Nadie ha comprobado este número',
    speaks: 'Habla {language}',
    open: 'Abrir cliente',
  },
  line: {
    in: 'Nos llamó',
    out: 'Llamamos nosotros',
    ringing: 'está sonando',
    answered: 'al teléfono ahora',
    missed: 'sin respuesta',
    talked: '{time} con {agent}',
    spoke: '{time}',
  },
  page: {
    title: 'Cliente',
    tickets: 'Tickets',
    noTickets: 'Aún no hay tickets.',
    history: 'Historial',
    missing: 'Este cliente no existe aquí.',
    failed: 'No se pudo leer este cliente.',
  },
};

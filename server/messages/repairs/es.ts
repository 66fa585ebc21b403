import type { RepairTexts } from './en.ts';

export const es: RepairTexts = {
  mail: {
    offered: {
      subject: 'Elige una hora para tu reparación [{number}]',
      text: 'Podemos hacer esto por ti:\n{work}\n\n{charge}\n\nElige aquí la hora que te venga bien:\n{link}\n\n{automatic}',
    },
    booked: {
      subject: 'Tu reparación está reservada: {day} [{number}]',
      text: 'Tu cita está reservada: {when}.\n{where}\n\n{work}\n{charge}\n\nSi ya no te viene bien, cámbiala o cancélala aquí:\n{link}\n\nEl archivo adjunto la añade a tu calendario.\n\n{automatic}',
    },
    moved: {
      subject: 'Tu reparación tiene nueva hora: {day} [{number}]',
      text: 'Tu reparación tiene nueva hora: {when}.\n{where}\n\n{work}\n{charge}\n\nCámbiala o cancélala aquí:\n{link}\n\nEl archivo adjunto la cambia en tu calendario.\n\n{automatic}',
    },
    cancelled: {
      subject: 'Tu reparación se ha cancelado [{number}]',
      text: 'Esta reparación se ha cancelado y su hora vuelve a estar libre:\n{when}\n\n{work}\n\nSi todavía la necesitas, responde a este mensaje.\n\n{automatic}',
    },
    withdrawn: {
      subject: 'Tu reparación se ha cancelado [{number}]',
      text: 'Esta reparación se ha cancelado:\n{work}\n\nSi todavía la necesitas, responde a este mensaje.\n\n{automatic}',
    },
    remind: {
      subject: 'Recordatorio: tu reparación, {day} [{number}]',
      text: 'Te recordamos tu reparación: {when}.\n{where}\n\n{work}\n\nSi ya no te viene bien, cámbiala o cancélala aquí:\n{link}\n\n{automatic}',
    },
    automatic: 'Este mensaje se ha enviado automáticamente.',
  },
  summary: 'Reparación ({number})',
  visit: 'Vamos a tu domicilio: {address}.',
  visitUnknown: 'Vamos a tu domicilio.',
  come: 'Ven a {name}, {address}.',
  comeBare: 'Ven a {name}.',
  warranty: 'La cubre la garantía: no pagas nada.',
  free: 'No pagas nada.',
  price: 'Cuesta {price}.',
  priceOpen: 'Cuesta {price}. No se reserva nada hasta que aceptes este precio.',
  page: {
    title: 'Tu reparación',
    back: 'Volver a tu solicitud',
    onRequest: {
      offered: 'Elige una hora para tu reparación',
      booked: 'Tu reparación: {when}',
    },
    states: {
      offered: 'Falta elegir la hora',
      booked: 'Reservada',
      done: 'Hecha',
      'not-done': 'No se ha podido hacer',
      cancelled: 'Cancelada',
    },
    choose: 'Elige una hora',
    move: 'Elige otra hora',
    times: 'Horas libres',
    zone: 'Las horas son las de {zone}.',
    accept: 'Acepto el precio de {price}',
    book: 'Reservar esta hora',
    moveTo: 'Cambiar a esta hora',
    later: 'Horas posteriores',
    sooner: 'Primeras horas',
    cancelTitle: '¿Ya no la necesitas?',
    reason: '¿Por qué? (opcional)',
    cancel: 'Cancelar la reparación',
    none: 'Ahora mismo no hay horas libres. Escríbenos y encontraremos una.',
    region: 'Todavía no tenemos a nadie en tu zona. Escríbenos y buscaremos una solución.',
    parts: 'Piezas utilizadas',
    began: 'Ya ha empezado: escríbenos si algo cambia.',
    done: {
      booked: 'Tu cita está reservada.',
      moved: 'Tu reparación tiene nueva hora.',
      cancelled: 'Tu reparación se ha cancelado.',
    },
    errors: {
      choose: 'Elige una hora.',
      accept: 'Acepta primero el precio.',
      taken: 'Alguien acaba de ocupar esta hora. Elige otra.',
      over: 'Esto ya no es posible.',
    },
  },
};

import type { CallbackTexts } from './en.ts';

export const es: CallbackTexts = {
  title: 'Te llamamos',
  lead: 'Elige la hora que mejor te venga y te llamamos.',
  when: '¿Cuándo te llamamos?',
  zone: 'Horas de {zone}.',
  none: 'No queda ninguna hora libre en los próximos días. Escríbenos, por favor.',
  write: 'Escríbenos',
  off: 'Ahora mismo no devolvemos llamadas. Escríbenos, por favor.',
  name: 'Tu nombre',
  phone: 'Número de teléfono',
  phoneHint: 'Con el prefijo de tu país, por ejemplo +34 600 12 34 56.',
  email: 'Correo electrónico',
  emailHint: 'Ahí llega la confirmación, con un enlace para cambiar o cancelar la llamada.',
  topic: '¿De qué se trata?',
  optional: 'opcional',
  send: 'Reservar la llamada',
  sending: 'Reservando…',
  errors: {
    time: 'Elige una hora.',
    taken: 'Esta hora acaba de ocuparse. Elige otra, por favor.',
    phone: 'No podemos llamar a este número. Escríbelo con el prefijo de tu país, por ejemplo +34 600 12 34 56.',
    email: 'Esto no parece una dirección de correo, p. ej. nombre@example.com.',
    topic: 'Es demasiado largo: como máximo 500 caracteres.',
    many: 'Ya tienes dos llamadas reservadas. Cambia o cancela primero una de ellas.',
    limited: 'Ha llegado demasiado desde tu red. Inténtalo más tarde.',
    away: 'No se ha podido guardar ahora. Envíalo otra vez, por favor.',
  },
  own: {
    title: 'Tu llamada',
    booked: 'Te llamaremos el {time} al número que termina en {digits}.',
    again:
      'Aún no hemos podido hablar contigo. Lo intentaremos de nuevo el {time} en el número que termina en {digits}.',
    none: 'No hay ninguna llamada reservada para esta solicitud.',
    move: 'Elige otra hora',
    moveButton: 'Cambiar la llamada',
    cancel: '¿Ya no necesitas la llamada?',
    cancelButton: 'Cancelar la llamada',
    link: 'Te llamamos',
    standing: 'Tu llamada: {time}',
    back: 'Volver a la solicitud',
  },
  done: {
    booked: 'La llamada está reservada.',
    moved: 'La llamada se ha cambiado.',
    cancelled: 'La llamada se ha cancelado.',
  },
  ticket: {
    subject: 'Llamadme, por favor',
    text: 'Llamadme, por favor.',
  },
  letters: {
    booked: {
      subject: 'Tu llamada está reservada [{number}]',
      text: 'Te llamaremos el {time}.\n\nAquí puedes cambiar o cancelar la llamada:\n{link}\n\nEste mensaje se ha enviado automáticamente.',
    },
    moved: {
      subject: 'Tu llamada ha cambiado de hora [{number}]',
      text: 'Ahora te llamaremos el {time}.\n\nAquí puedes cambiar o cancelar la llamada:\n{link}\n\nEste mensaje se ha enviado automáticamente.',
    },
    cancelled: {
      subject: 'Tu llamada está cancelada [{number}]',
      text: 'La llamada del {time} está cancelada.\n\nAquí puedes elegir otra hora:\n{link}\n\nEste mensaje se ha enviado automáticamente.',
    },
    unreached: {
      subject: 'No hemos podido hablar contigo [{number}]',
      text: 'Te hemos llamado tres veces y no hemos podido hablar contigo.\n\nAquí puedes elegir otra hora:\n{link}\n\nTambién puedes responder a este mensaje.',
    },
    'wrong-number': {
      subject: 'El número no funciona [{number}]',
      text: 'Queríamos llamarte, pero el número que nos dieron no es tuyo o no funciona.\n\nAquí puedes elegir otra hora y corregir el número:\n{link}\n\nTambién puedes responder a este mensaje.',
    },
  },
};

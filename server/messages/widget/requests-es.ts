import type { RequestsTexts } from './requests-en.ts';

export const es: RequestsTexts = {
  requestsTitle: 'Mis solicitudes',
  requestsHint: 'De todos los canales. Antes comprobamos que son suyas: enviamos un código a su correo electrónico.',
  address: 'Su correo electrónico',
  sendCode: 'Enviarme un código',
  wrongAddress: 'Esto no es una dirección de correo.',
  codeSent: 'Un código de seis cifras va camino de {email}. Vale 15 minutos.',
  code: 'Código del correo',
  show: 'Ver mis solicitudes',
  codeWrong: 'El código no es correcto o ha caducado. Escriba el del último correo o pida otro.',
  other: 'Otra dirección o un código nuevo',
  limited: 'Se han pedido demasiados códigos. Inténtelo dentro de una hora.',
  off: 'Ahora no se puede enviar correo. Pregúntenos en el chat.',
  failed: 'Sin conexión. Inténtelo en un momento.',
  none: 'Todavía no hay solicitudes suyas.',
  states: { open: 'Estamos en ello', waiting: 'A la espera de su respuesta', over: 'Resuelta' },
  due: 'Tendrás noticias nuestras antes del {date}.',
  number: 'Solicitud {number}',
  ask: 'Preguntar por ella',
  about: 'Tengo una pregunta sobre la solicitud {number}.',
  loading: 'Buscando sus solicitudes…',
};

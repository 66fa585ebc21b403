import type { AfterTexts } from './after-en.ts';

export const es: AfterTexts = {
  notNow: 'Ahora no',
  save: 'Guardar',
  addressTitle: '¿Te vas? Podemos contestarte por correo.',
  addressHint:
    'Si no estás cuando contestemos, te escribiremos ahí. Responde a ese correo y llegará a esta misma consulta.',
  addressLabel: 'tu@ejemplo.com',
  addressWrong: 'Esto no es una dirección de correo.',
  addressKept: 'Si no estás, nuestra respuesta irá a {address}.',
  transcriptTo: 'Déjalo vacío para {address}.',
  transcriptSent: 'La copia del chat va de camino.',
  transcriptLimited: 'Se ha pedido varias veces hace poco. Inténtalo dentro de una hora.',
  transcriptOff: 'No se ha podido enviar ahí.',
  rateTitle: '¿Qué tal lo hemos hecho?',
  rateThanks: '¡Gracias por decírnoslo!',
  rateComment: '¿Qué podríamos mejorar?',
  scores: ['Muy mal', 'Mal', 'Regular', 'Bien', 'Muy bien'],
};

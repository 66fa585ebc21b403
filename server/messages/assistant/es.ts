import type { AssistantTexts } from './en.ts';

export const es: AssistantTexts = {
  name: 'Asistente',
  intro: '¡Hola! Soy un asistente automático, no una persona.',
  introOf: '¡Hola! Soy el asistente automático de {shop}, no una persona.',
  offer:
    'Puedo responder preguntas, anotar una reclamación o una devolución, o pasarte con una persona. ¿En qué te ayudo?',
  offerAgain: '¿En qué más te puedo ayudar?',
  topic: {
    inquiry: 'Tengo una pregunta',
    complaint: 'Tengo una reclamación',
    return: 'Quiero devolver algo',
    person: 'Hablar con una persona',
  },
  ask: '¿Cuál es tu pregunta?',
  unclear: 'No estoy seguro de haberte entendido. ¿De qué se trata?',
  welcome: '¡De nada! Escribe de nuevo cuando necesites algo.',
  answer: 'He encontrado esto en nuestra ayuda, «{title}»:',
  /** By the language that the article is in. */
  answerElsewhere: {
    en: 'He encontrado esto en nuestra ayuda, por ahora solo en inglés, «{title}»:',
    es: 'He encontrado esto en nuestra ayuda, por ahora solo en español, «{title}»:',
    ro: 'He encontrado esto en nuestra ayuda, por ahora solo en rumano, «{title}»:',
    pl: 'He encontrado esto en nuestra ayuda, por ahora solo en polaco, «{title}»:',
    ru: 'He encontrado esto en nuestra ayuda, por ahora solo en ruso, «{title}»:',
  },
  drafted: 'Esta respuesta la ha escrito un modelo de lenguaje (IA) a partir de nuestra ayuda:',
  more: 'El artículo completo: {url}',
  didItHelp: '¿Te ha servido?',
  helped: { yes: 'Sí, gracias', no: 'No' },
  glad: 'Me alegro. Escribe de nuevo cuando necesites algo.',
  notFound:
    'No he encontrado una respuesta segura. ¿Puedes decirlo con otras palabras? Si prefieres, te paso con una persona.',
  outOfScope: 'Con eso no puedo ayudarte. Sé de pedidos, entregas, devoluciones, garantía y de nuestros productos.',
  status: 'No puedo consultar pedidos ni solicitudes. Una persona de nuestro equipo sí puede; ¿te paso con ella?',
  /** Proving an e-mail address by a code. */
  proof: {
    ask: '¿Desde qué dirección de correo nos escribes? Enviaré un código allí.',
    sent: 'He enviado un código de seis cifras a {email}. Escríbelo aquí; sirve durante 15 minutos.',
    right:
      'Gracias, el código es correcto: esta dirección es tuya. Mis compañeros ya pueden ver lo que nos has escrito desde ella.',
    wrong:
      'Este código es incorrecto o demasiado antiguo. Vuelve a mirarlo, o escribe otra vez tu correo para recibir uno nuevo.',
    left: 'De acuerdo, lo dejamos así. ¿En qué más puedo ayudarte?',
    limited: 'Se han enviado varios códigos hace poco. Inténtalo de nuevo dentro de un cuarto de hora.',
    off: 'Ahora mismo no puedo enviar códigos por correo.',
  },
  purchase: {
    number: '¿Cuál es el número del pedido o de la solicitud?',
    prove: 'Eso solo se lo digo a quien corresponde. ¿Qué dirección de correo usaste? Enviaré allí un código.',
    unknown:
      'No encuentro nada con el número {number} que corresponda a una dirección que hayas demostrado. Compruébalo, o ¿te paso con una persona?',
    offer:
      'Si escribes la dirección de correo con la que hiciste el pedido, enviaré allí un código y podré ver el pedido. O sigue sin más.',
    noOrder: 'No encuentro ningún pedido {number} con tu dirección. Lo anoto de todos modos.',
    found: 'Pedido {number}, esto es lo que veo:',
    request: 'Solicitud {number}: {stage}.',
    follow: 'Puedes seguirla aquí: {url}',
  },
  fileReceived: 'Gracias, el archivo ha llegado.',
  handover: {
    call: 'Si prefieres que te llamemos, elige una hora aquí: {url}',
    wish: 'Claro. Te paso con una persona. Verá lo que has escrito aquí y te responderá en cuanto pueda.',
    anger:
      'Siento mucho lo ocurrido. Te paso con una persona. Verá lo que has escrito aquí y te responderá en cuanto pueda.',
    noAnswer:
      'No sé la respuesta, así que te paso con una persona. Verá lo que has escrito aquí y te responderá en cuanto pueda.',
    notHelpful: 'Lo siento. Te paso con una persona. Verá lo que has escrito aquí y te responderá en cuanto pueda.',
    complaint:
      'Gracias. Hemos recibido tu reclamación con el número {number}. Una persona la revisará y te responderá aquí.',
    return:
      'Gracias. Hemos recibido tu devolución con el número {number}. Una persona la revisará y te dirá aquí cómo enviar el producto. Guárdalo hasta entonces.',
  },
  form: {
    startComplaint: 'Lo siento. Lo anoto para mis compañeros; son unas pocas preguntas.',
    startReturn: 'Anoto tu devolución para mis compañeros; son unas pocas preguntas.',
    leave: 'Puedes escribir «cancelar» o pedir una persona en cualquier momento.',
    /** Above the fields of a form. */
    fill: 'Rellena esto y envíalo, o contesta simplemente con tus palabras.',
    question: {
      happened: '¿Qué ha pasado?',
      order: '¿Cuál es el número de pedido? Está en el correo de confirmación. Si no lo tienes, escribe «omitir».',
      product: '¿De qué producto se trata?',
      quantity: '¿Cuántas unidades?',
      reason: '¿Por qué quieres devolverlo?',
      condition: '¿En qué estado está?',
      wish: '¿Qué te gustaría?',
    },
    again: {
      quantity: 'Escribe un número del 1 al {bought}.',
      order: 'No he encontrado un número ahí. Escribe el número de pedido u «omitir».',
      wish: 'Elige una opción o dilo con tus palabras.',
      confirm: '¿Es correcto? Responde sí o no.',
    },
    name: {
      happened: 'Qué ha pasado',
      order: 'Pedido',
      product: 'Producto',
      quantity: 'Cantidad',
      reason: 'Motivo',
      condition: 'Estado',
      wish: 'Deseo',
    },
    wish: {
      refund: 'El dinero de vuelta',
      replacement: 'Uno nuevo',
      repair: 'Una reparación',
      exchange: 'Un cambio',
    },
    condition: {
      unopened: 'Sin abrir',
      opened: 'Abierto, sin usar',
      used: 'Usado',
      damaged: 'Dañado o defectuoso',
    },
    skip: 'Omitir',
    unknown: 'sin indicar',
    summary: 'Esto es lo que he anotado:',
    confirm: '¿Es correcto?',
    choice: { yes: 'Sí, enviar', change: 'Cambiar algo', cancel: 'Cancelar' },
    whichToChange: '¿Qué cambio?',
    cancelled: 'De acuerdo, lo he descartado. ¿En qué más te puedo ayudar?',
  },
  note: {
    summary: 'Resumen del asistente',
    wants: 'Se trata de: {type}',
    tried: 'Artículo mostrado: {title}',
    unconfirmed: 'El cliente no ha confirmado los datos.',
    lastMessage: 'Último mensaje: «{text}»',
    type: { complaint: 'reclamación', return: 'devolución', inquiry: 'consulta' },
    reason: {
      wish: 'el cliente ha pedido una persona',
      anger: 'el cliente está enfadado',
      noAnswer: 'no hay respuesta',
      notHelpful: 'la respuesta no ha servido',
      complaint: 'reclamación anotada',
      return: 'devolución anotada',
    },
  },
};

import type { Sample } from './sample.ts';

export const es: readonly Sample[] = [
  {
    channel: 'email',
    type: 'inquiry',
    from: 'Lucía Fernández',
    age: 3,
    status: 'new',
    team: 'orders',
    subject: '¿Cuándo llega mi pedido VS-48240?',
    thread: [
      [
        'customer',
        'Buenos días:\n\nHice el pedido VS-48240 el lunes y en la web ponía entrega en 48 horas. Ya es viernes y el seguimiento no se mueve desde Zaragoza. ¿Pueden decirme qué pasa? Es el regalo de cumpleaños de mi hijo.\n\nUn saludo,\nLucía Fernández',
      ],
    ],
  },
  {
    channel: 'email',
    type: 'return',
    from: 'Javier Ortega',
    age: 28,
    status: 'pending',
    team: 'returns',
    tags: ['14-days'],
    subject: 'Devolución de la tableta',
    steps: [['approve']],
    thread: [
      [
        'customer',
        'Hola, quiero devolver la tableta Nova Tab que compré hace una semana (VS-47960). Funciona bien, pero la pantalla es más pequeña de lo que pensaba. Conservo la caja y el cargador. ¿Qué tengo que hacer?',
      ],
      [
        'agent',
        'Hola, Javier:\n\nSin problema, está dentro del plazo. En "Mis pedidos" ya tiene la etiqueta de devolución; el envío no le cuesta nada. Antes de empaquetarla, cierre la sesión de su cuenta y restablezca la tableta, por favor. El reembolso llega en un máximo de cinco días laborables desde que la recibamos.',
      ],
      ['customer', 'Perfecto, la llevo mañana a correos. ¿Me avisan cuando llegue?'],
      ['agent', 'Por supuesto: recibirá un correo en cuanto entre en el almacén y otro cuando salga el reembolso.'],
    ],
  },
  {
    channel: 'form',
    type: 'complaint',
    from: 'Carmen Molina',
    age: 52,
    status: 'open',
    priority: 'high',
    team: 'returns',
    tags: ['damaged'],
    fields: { order: 'VS-47702', product: 'Cafetera Barista One' },
    subject: 'La cafetera llegó rota',
    steps: [['examine']],
    thread: [
      [
        'customer',
        'La cafetera ha llegado con el depósito roto y la caja abollada. Adjunté las fotos en el formulario. Quiero otra nueva, no el dinero.',
      ],
      [
        'agent',
        'Estimada Carmen:\n\nLe pido disculpas, así no debe llegar nada nuestro. Le hemos reservado una cafetera nueva y sale hoy mismo. El mensajero recoge la rota al entregar la otra, no hace falta que la empaquete con cuidado.',
      ],
      [
        'customer',
        'El mensajero ha traído la nueva, pero dice que no sabe nada de recoger la otra. ¿Qué hago con ella?',
      ],
    ],
  },
  {
    channel: 'webchat',
    type: 'inquiry',
    from: 'Diego',
    age: 6,
    status: 'solved',
    team: 'technical',
    thread: [
      ['customer', 'hola! mi altavoz no aparece en el bluetooth del móvil'],
      [
        'agent',
        '¡Hola, Diego! Mantenga pulsado el botón de Bluetooth cinco segundos, hasta que oiga dos pitidos. Después búsquelo otra vez en el móvil; aparece como "Auralis Room".',
      ],
      ['customer', 'ya está, suena genial. gracias!'],
      ['agent', '¡Estupendo! Que lo disfrute.'],
    ],
  },
  {
    channel: 'email',
    type: 'inquiry',
    from: 'Marta Iglesias',
    age: 40,
    status: 'solved',
    team: 'orders',
    tags: ['invoice'],
    subject: 'Factura a nombre de la empresa',
    thread: [
      [
        'customer',
        'Necesito la factura del pedido VS-47788 a nombre de Iglesias Arquitectura S.L., CIF B12345678, calle Mayor 8, Valencia. ¿Es posible cambiarla?',
      ],
      [
        'agent',
        'Hola, Marta: ya está hecha. La encuentra en "Mis pedidos" y también se la mando adjunta. He guardado los datos en su cuenta para los próximos pedidos.',
      ],
      ['customer', 'Qué rapidez. Muchas gracias.'],
    ],
  },
  {
    channel: 'email',
    type: 'complaint',
    from: 'Raúl Cabrera',
    age: 95,
    status: 'pending',
    team: 'technical',
    tags: ['repair'],
    subject: 'Tres semanas esperando la reparación',
    thread: [
      [
        'customer',
        'Envié mi portátil a reparar el día 2 y me dijeron diez días. Hoy hace tres semanas y nadie me llama. Trabajo con él. Reparación R-1187.',
      ],
      [
        'agent',
        'Buenas tardes, Raúl:\n\nTiene toda la razón y lo siento. La pieza, la placa de carga, llegó ayer y el técnico la está montando. Sale el jueves por mensajero urgente a nuestro cargo. Mientras tanto puedo enviarle un portátil de préstamo mañana mismo; ¿lo quiere?',
      ],
    ],
  },
  {
    channel: 'form',
    type: 'return',
    from: 'Nuria Sanz',
    age: 11,
    status: 'new',
    team: 'returns',
    fields: { order: 'VS-48201', product: 'Auriculares Auralis Move', wish: 'cambio' },
    subject: 'Cambio por otro color',
    thread: [
      ['customer', 'Me gustaría cambiar los auriculares azules por los negros. Están sin abrir. ¿Hay existencias?'],
    ],
  },
  {
    channel: 'webchat',
    type: 'inquiry',
    from: 'Álvaro',
    age: 0.6,
    status: 'new',
    team: 'orders',
    thread: [['customer', 'Buenas, ¿se puede pagar a plazos un frigorífico de 899 €?']],
  },
  {
    channel: 'email',
    type: 'inquiry',
    from: 'Teresa Vidal',
    age: 21,
    status: 'open',
    team: 'technical',
    tags: ['warranty'],
    subject: 'Garantía del televisor',
    thread: [
      [
        'customer',
        'Mi televisor Lumina 50 hace unas rayas verticales a la derecha. Lo compré hace dos años y cuatro meses. ¿Sigue en garantía?',
      ],
      [
        'agent',
        'Hola, Teresa: sí, la garantía legal es de tres años. ¿Puede mandarme una foto de las rayas y el número de serie que está en la pegatina de atrás?',
      ],
      ['customer', 'Número de serie LM50-77120934. Le mando la foto esta tarde, que ahora no estoy en casa.'],
    ],
  },
  {
    channel: 'api',
    type: 'inquiry',
    from: 'Hotel Miramar',
    age: 33,
    status: 'pending',
    priority: 'low',
    team: 'orders',
    subject: 'Presupuesto: 25 hervidores',
    thread: [
      [
        'customer',
        'Solicitud de presupuesto de 25 hervidores K2 negros para las habitaciones, entrega en Alicante antes del verano.',
      ],
      [
        'agent',
        'Buenos días: para 25 unidades podemos ofrecerles 27,50 € por hervidor, con transporte incluido y entrega en diez días. El presupuesto vale treinta días. ¿Lo preparamos?',
      ],
    ],
  },
  {
    channel: 'email',
    type: 'complaint',
    from: 'Andrés Peña',
    age: 170,
    status: 'closed',
    team: 'orders',
    subject: 'Faltaba el cable en la caja',
    steps: [
      ['examine'],
      [
        'decide',
        { outcome: 'upheld', reason: 'El cable no estaba en la caja cuando salió del almacén.', remedy: 'replacement' },
      ],
    ],
    thread: [
      ['customer', 'En la caja del monitor no venía el cable USB-C que aparece en la descripción. Pedido VS-47310.'],
      [
        'agent',
        'Hola, Andrés: disculpe el fallo. El cable salió hoy en un sobre aparte, lo recibe pasado mañana sin coste.',
      ],
      ['customer', 'Recibido. Gracias.'],
    ],
  },
  {
    channel: 'email',
    type: 'inquiry',
    from: 'Beatriz Romero',
    age: 66,
    status: 'snoozed',
    team: 'orders',
    subject: 'Aviso cuando vuelva la Nova 5 en verde',
    thread: [
      ['customer', '¿Sabéis cuándo vuelve a estar disponible el móvil Nova 5 en verde?'],
      [
        'agent',
        'Hola, Beatriz: esperamos la próxima entrega el día 5. Dejo su consulta apuntada y le escribo ese mismo día, antes de que se agoten.',
      ],
    ],
  },
];

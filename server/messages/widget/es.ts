import type { PanelTexts } from './en.ts';

export const es: PanelTexts = {
  launcher: 'Ayuda y chat',
  close: 'Cerrar',
  back: 'Atrás',
  unread: { one: '{n} mensaje nuevo', many: '{n} mensajes nuevos', other: '{n} mensajes nuevos' },

  hello: '¡Hola!',
  intro: '¿En qué podemos ayudarte?',
  searchLabel: 'Buscar una respuesta',
  searchHint: 'Escribe una pregunta o una palabra',
  clear: 'Borrar',
  suggested: 'Recomendados',
  results: 'Respuestas',
  found: { one: '{n} respuesta', many: '{n} respuestas', other: '{n} respuestas' },
  nothing: 'No hay nada sobre «{query}».',
  nothingHint: 'Prueba con otra palabra o pregúntanos en el chat.',
  searchFailed: 'La búsqueda no responde en este momento.',
  newTab: 'se abre en otra pestaña',
  allArticles: 'Todos los artículos',
  startChat: 'Iniciar un chat',
  startChatHint: 'El asistente responde al momento. Puedes pedir hablar con una persona cuando quieras.',
  goOn: 'Continuar el chat',
  requests: 'Mis solicitudes',
  callback: 'Te llamamos',
};

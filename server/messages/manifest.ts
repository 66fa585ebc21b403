/** What an installed desk says of itself. */
export const descriptions: Record<'en' | 'es' | 'ro' | 'pl' | 'ru', string> = {
  en: 'Every customer’s question in one place: e-mail, chat, Telegram and Teams.',
  es: 'Las preguntas de todos los clientes en un solo lugar: correo, chat, Telegram y Teams.',
  ro: 'Întrebările tuturor clienților într-un singur loc: e-mail, chat, Telegram și Teams.',
  pl: 'Pytania wszystkich klientów w jednym miejscu: e-mail, czat, Telegram i Teams.',
  ru: 'Вопросы всех клиентов в одном месте: почта, чат, Telegram и Teams.',
};

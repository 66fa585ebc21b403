import type { Language } from '../tickets/envelopes.ts';

/** Words that our messages in chats of others bring with them. */
export interface ChatTexts {
  /** Stands beside a list of choices. */
  choose: string;
  send: string;
}

export const chatTexts: Record<Language, ChatTexts> = {
  en: { choose: 'Choose one', send: 'Send' },
  es: { choose: 'Elige una opción', send: 'Enviar' },
  ro: { choose: 'Alege o variantă', send: 'Trimite' },
  pl: { choose: 'Wybierz jedną możliwość', send: 'Wyślij' },
  ru: { choose: 'Выберите вариант', send: 'Отправить' },
};

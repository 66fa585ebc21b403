import type { Language } from '../tickets/envelopes.ts';
import type { ChatTexts } from './widget/chat-en.ts';
import type { AfterTexts } from './widget/after-en.ts';
import type { RequestsTexts } from './widget/requests-en.ts';
import type { PanelTexts } from './widget/en.ts';

/** All that the widget says. */
export type WidgetTexts = PanelTexts & ChatTexts & AfterTexts & RequestsTexts;
/** Texts of one of its parts, by language: a page fetches only its own, and with the part. */
export type PartTexts = Record<Language, () => Promise<Partial<WidgetTexts>>>;

export const panelTexts = {
  en: async () => (await import('./widget/en.ts')).en,
  es: async () => (await import('./widget/es.ts')).es,
  ro: async () => (await import('./widget/ro.ts')).ro,
  pl: async () => (await import('./widget/pl.ts')).pl,
  ru: async () => (await import('./widget/ru.ts')).ru,
} satisfies PartTexts;

/** The chat. */
export const chatTexts = {
  en: async () => (await import('./widget/chat-en.ts')).en,
  es: async () => (await import('./widget/chat-es.ts')).es,
  ro: async () => (await import('./widget/chat-ro.ts')).ro,
  pl: async () => (await import('./widget/chat-pl.ts')).pl,
  ru: async () => (await import('./widget/chat-ru.ts')).ru,
} satisfies PartTexts;

/** What is asked besides talking. */
export const afterTexts = {
  en: async () => (await import('./widget/after-en.ts')).en,
  es: async () => (await import('./widget/after-es.ts')).es,
  ro: async () => (await import('./widget/after-ro.ts')).ro,
  pl: async () => (await import('./widget/after-pl.ts')).pl,
  ru: async () => (await import('./widget/after-ru.ts')).ru,
} satisfies PartTexts;

/** The requests of whom it is. */
export const requestsTexts = {
  en: async () => (await import('./widget/requests-en.ts')).en,
  es: async () => (await import('./widget/requests-es.ts')).es,
  ro: async () => (await import('./widget/requests-ro.ts')).ro,
  pl: async () => (await import('./widget/requests-pl.ts')).pl,
  ru: async () => (await import('./widget/requests-ru.ts')).ru,
} satisfies PartTexts;

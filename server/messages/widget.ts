import type { Language } from '../tickets/envelopes.ts';
import type { AfterTexts } from './widget/after-en.ts';
import type { WidgetTexts } from './widget/en.ts';

export type { AfterTexts, WidgetTexts };

/** The texts of the chat widget: a page fetches only its own language. */
export const widgetTexts: Record<Language, () => Promise<WidgetTexts>> = {
  en: async () => (await import('./widget/en.ts')).en,
  es: async () => (await import('./widget/es.ts')).es,
  ro: async () => (await import('./widget/ro.ts')).ro,
  pl: async () => (await import('./widget/pl.ts')).pl,
  ru: async () => (await import('./widget/ru.ts')).ru,
};

/** The same of what is asked besides talking. */
export const afterTexts: Record<Language, () => Promise<AfterTexts>> = {
  en: async () => (await import('./widget/after-en.ts')).en,
  es: async () => (await import('./widget/after-es.ts')).es,
  ro: async () => (await import('./widget/after-ro.ts')).ro,
  pl: async () => (await import('./widget/after-pl.ts')).pl,
  ru: async () => (await import('./widget/after-ru.ts')).ru,
};

import type { TodayTexts } from '../../../server/messages/today/en.ts';
import { Catalogue } from '../state/catalogue.svelte.ts';

/** The texts of Today, which nothing else needs. */
export const todayCatalogue = (): Catalogue<TodayTexts> =>
  new Catalogue<TodayTexts>({
    en: async () => (await import('../../../server/messages/today/en.ts')).en,
    es: async () => (await import('../../../server/messages/today/es.ts')).es,
    ro: async () => (await import('../../../server/messages/today/ro.ts')).ro,
    pl: async () => (await import('../../../server/messages/today/pl.ts')).pl,
    ru: async () => (await import('../../../server/messages/today/ru.ts')).ru,
  });

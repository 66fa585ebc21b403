import type { CallsTexts } from '../../../server/messages/calls/en.ts';
import { Catalogue } from '../state/catalogue.svelte.ts';

/** The texts of telephone calls, which the first screen does without. */
export const callsCatalogue = (): Catalogue<CallsTexts> =>
  new Catalogue<CallsTexts>({
    en: async () => (await import('../../../server/messages/calls/en.ts')).en,
    es: async () => (await import('../../../server/messages/calls/es.ts')).es,
    ro: async () => (await import('../../../server/messages/calls/ro.ts')).ro,
    pl: async () => (await import('../../../server/messages/calls/pl.ts')).pl,
    ru: async () => (await import('../../../server/messages/calls/ru.ts')).ru,
  });

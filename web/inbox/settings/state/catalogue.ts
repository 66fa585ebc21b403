import type { SettingsTexts } from '../../../../server/messages/settings/en.ts';
import { Catalogue } from '../../state/catalogue.svelte.ts';

/** The texts of the settings, which nothing else needs. */
export const settingsCatalogue = (): Catalogue<SettingsTexts> =>
  new Catalogue<SettingsTexts>({
    en: async () => (await import('../../../../server/messages/settings/en.ts')).en,
    es: async () => (await import('../../../../server/messages/settings/es.ts')).es,
    ro: async () => (await import('../../../../server/messages/settings/ro.ts')).ro,
    pl: async () => (await import('../../../../server/messages/settings/pl.ts')).pl,
    ru: async () => (await import('../../../../server/messages/settings/ru.ts')).ru,
  });

import type { RepairDeskTexts } from '../../../server/messages/repair-desk/en.ts';
import { Catalogue } from '../state/catalogue.svelte.ts';
import type { Inbox } from '../state/inbox.svelte.ts';

const made = new WeakMap<Inbox, Catalogue<RepairDeskTexts>>();

/** The texts of repairs, which come with the first of them. Call `use` in an effect. */
export function repairWords(inbox: Inbox): Catalogue<RepairDeskTexts> {
  const known = made.get(inbox);
  if (known) return known;
  const catalogue = new Catalogue<RepairDeskTexts>({
    en: async () => (await import('../../../server/messages/repair-desk/en.ts')).en,
    es: async () => (await import('../../../server/messages/repair-desk/es.ts')).es,
    ro: async () => (await import('../../../server/messages/repair-desk/ro.ts')).ro,
    pl: async () => (await import('../../../server/messages/repair-desk/pl.ts')).pl,
    ru: async () => (await import('../../../server/messages/repair-desk/ru.ts')).ru,
  });
  made.set(inbox, catalogue);
  return catalogue;
}

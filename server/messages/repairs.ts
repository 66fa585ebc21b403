import type { Language } from '../tickets/envelopes.ts';
import { en, type RepairTexts } from './repairs/en.ts';
import { es } from './repairs/es.ts';
import { pl } from './repairs/pl.ts';
import { ro } from './repairs/ro.ts';
import { ru } from './repairs/ru.ts';

export type { RepairTexts };

/** What customers read of repairs, by language. */
export const repairTexts: Record<Language, RepairTexts> = { en, es, ro, pl, ru };

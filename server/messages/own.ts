import type { Language } from '../tickets/envelopes.ts';
import { en, type OwnTexts } from './own/en.ts';
import { es } from './own/es.ts';
import { pl } from './own/pl.ts';
import { ro } from './own/ro.ts';
import { ru } from './own/ru.ts';

export type { OwnTexts };

/** All texts of the pages on which customers follow their requests, by language. */
export const ownTexts: Record<Language, OwnTexts> = { en, es, ro, pl, ru };

import type { Language } from '../tickets/envelopes.ts';
import { en, type BoughtTexts } from './bought/en.ts';
import { es } from './bought/es.ts';
import { pl } from './bought/pl.ts';
import { ro } from './bought/ro.ts';
import { ru } from './bought/ru.ts';

export type { BoughtTexts };

/** What customers are told of what they have bought, by language. */
export const boughtTexts: Record<Language, BoughtTexts> = { en, es, ro, pl, ru };

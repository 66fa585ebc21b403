import type { Language } from '../tickets/envelopes.ts';
import { en, type StageTexts } from './stages/en.ts';
import { es } from './stages/es.ts';
import { pl } from './stages/pl.ts';
import { ro } from './stages/ro.ts';
import { ru } from './stages/ru.ts';

/** Where a ticket can stand in its life cycle, by language. */
export const stageTexts: Record<Language, StageTexts> = { en, es, ro, pl, ru };

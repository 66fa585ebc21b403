import type { Language } from '../tickets/envelopes.ts';
import { en, type AssistantTexts } from './assistant/en.ts';
import { es } from './assistant/es.ts';
import { pl } from './assistant/pl.ts';
import { ro } from './assistant/ro.ts';
import { ru } from './assistant/ru.ts';

export type { AssistantTexts };

/** All texts of the assistant, by language. */
export const assistantTexts: Record<Language, AssistantTexts> = { en, es, ro, pl, ru };

import type { Language } from '../tickets/envelopes.ts';
import { en, type CallbackTexts } from './callback/en.ts';
import { es } from './callback/es.ts';
import { pl } from './callback/pl.ts';
import { ro } from './callback/ro.ts';
import { ru } from './callback/ru.ts';

export type { CallbackTexts };

/** Words for customers who want to be called, by language. */
export const callbackTexts: Record<Language, CallbackTexts> = { en, es, ro, pl, ru };

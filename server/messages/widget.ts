import type { Language } from '../tickets/envelopes.ts';
import { en, type WidgetTexts } from './widget/en.ts';
import { es } from './widget/es.ts';
import { pl } from './widget/pl.ts';
import { ro } from './widget/ro.ts';
import { ru } from './widget/ru.ts';

export type { WidgetTexts };

/** All texts of the chat widget, by language. */
export const widgetTexts: Record<Language, WidgetTexts> = { en, es, ro, pl, ru };

import { panelTexts, type WidgetTexts } from '../../../server/messages/widget.ts';
import type { Language } from '../../../server/tickets/envelopes.ts';

export type { Language, WidgetTexts };

/** The language of a tag like `pl-PL`, English when it is none of ours. */
export function languageOf(tag: string | null | undefined): Language {
  const short = (tag ?? '').slice(0, 2).toLowerCase();
  return short in panelTexts ? (short as Language) : 'en';
}

/** Puts values into `{…}`. */
export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all));

/** The plural form for a number, filled with it. */
export const count = (language: Language, forms: Record<string, string>, n: number): string =>
  fill(forms[new Intl.PluralRules(language).select(n)] ?? forms['other'] ?? '', { n });

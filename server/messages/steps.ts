import type { Language } from '../tickets/envelopes.ts';
import type { StepTexts } from './steps/en.ts';

/** Each language, read when somebody is told in it. */
export const stepTexts: Record<Language, () => Promise<StepTexts>> = {
  en: async () => (await import('./steps/en.ts')).en,
  es: async () => (await import('./steps/es.ts')).es,
  ro: async () => (await import('./steps/ro.ts')).ro,
  pl: async () => (await import('./steps/pl.ts')).pl,
  ru: async () => (await import('./steps/ru.ts')).ru,
};

export interface TakenStep {
  /** Of the ticket. */
  type: 'complaint' | 'return' | 'inquiry';
  step: string;
  /** What was said with it, by name. */
  details: Record<string, string | undefined>;
  /** What else its message names: number, address. */
  values: Record<string, string>;
}

/** What the customer is told of a step, in these texts, or in the shop's `own` words; empty where the step has no message. */
export function stepMessage(texts: StepTexts, { type, step, details, values }: TakenStep, own?: string): string {
  const { hello, ...messages } = texts.message;
  const templates: Record<string, string> = messages[type];
  const template = own ?? templates[step];
  if (template === undefined) return '';
  const sentences: Record<string, string> = texts.said;
  const said = { ...details };
  for (const name of ['outcome', 'remedy']) said[name] = sentences[details[name] ?? ''];
  const all = { ...said, ...values };
  const whole = template.split('\n\n').flatMap((part) => {
    const names = [...part.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
    return names.every((name) => all[name]?.trim()) ? [fillIn(part, all)] : [];
  });
  return [hello, ...whole].join('\n\n');
}

const fillIn = (text: string, values: Record<string, string | undefined>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name]?.trim() ?? '');

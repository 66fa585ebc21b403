import type { HelpTexts } from '../messages/help.ts';
import type { TicketType } from '../tickets/envelopes.ts';

export type FieldName = keyof HelpTexts['request']['fields'];

/** One field of a request form. */
export interface Field {
  name: FieldName;
  kind: 'text' | 'email' | 'textarea' | 'select';
  required: boolean;
  /** Characters. */
  most: number;
  /** Value of the `autocomplete` attribute (WCAG 1.3.5). */
  autocomplete?: string;
  /** What it is about: while it is typed, articles are suggested. */
  suggests?: boolean;
}

const text = (name: FieldName, required: boolean, autocomplete?: string): Field => ({
  name,
  kind: 'text',
  required,
  most: 200,
  ...(autocomplete ? { autocomplete } : {}),
});
const long = (name: FieldName, required: boolean): Field => ({ name, kind: 'textarea', required, most: 10_000 });
const choice = (name: FieldName, required: boolean): Field => ({ name, kind: 'select', required, most: 40 });
const email: Field = { name: 'email', kind: 'email', required: true, most: 320, autocomplete: 'email' };
const about = (field: Field): Field => ({ ...field, suggests: true });
const who = [text('name', false, 'name'), email];

/** What each kind of request asks for, in the order of its form. */
export const FORMS: Record<TicketType, readonly Field[]> = {
  complaint: [
    ...who,
    about(text('product', true)),
    text('order', false),
    long('happened', true),
    choice('wish', false),
  ],
  return: [
    ...who,
    text('order', true),
    about(long('items', true)),
    choice('reason', true),
    choice('condition', true),
    choice('outcome', true),
    long('notes', false),
  ],
  inquiry: [...who, about(text('subject', true)), long('text', true), text('order', false)],
};

/** The choices of a select field, value and words. */
export function optionsOf(name: FieldName, texts: HelpTexts['request']): { value: string; label: string }[] {
  const lists: Partial<Record<FieldName, Record<string, string>>> = {
    wish: texts.wishes,
    reason: texts.reasons,
    condition: texts.conditions,
    outcome: texts.outcomes,
  };
  return Object.entries(lists[name] ?? {}).map(([value, label]) => ({ value, label }));
}

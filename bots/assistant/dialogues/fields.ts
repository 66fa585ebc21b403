import type { AssistantTexts } from '../../../server/messages/assistant.ts';
import { COMPLAINT_FIELDS, COMPLAINT_WISHES } from './complaint.ts';
import { CONDITIONS, RETURN_FIELDS, RETURN_WISHES } from './return.ts';
import type { BaseField, Choice, Field, Form, FormKind } from './state.ts';

/** Lines for customer and agents: what was noted. */
export function summaryOf(form: Form, texts: AssistantTexts): string {
  return askedOf(form)
    .map((field) => `• ${texts.form.name[field]}: ${worded(field, form.fields[field], texts)}`)
    .join('\n');
}

/** The fields as they stand on the ticket; wishes and conditions by their stable names. */
export function ticketFields(form: Form): Record<string, string> {
  return Object.fromEntries(Object.entries(form.fields).filter(([, value]) => value !== ''));
}

/** What every form of a kind asks for, in its order. */
export const fieldsOf = (kind: FormKind): readonly BaseField[] =>
  kind === 'complaint' ? COMPLAINT_FIELDS : RETURN_FIELDS;

/** What this one asks for: how many, too, where more than one was bought of the product. */
export const askedOf = ({ kind, items = [], fields }: Form): readonly Field[] => {
  const many = items.some(({ name, bought }) => name === fields.product && bought > 1);
  return fieldsOf(kind).flatMap((field) => (field === 'product' && many ? [field, 'quantity' as const] : [field]));
};

/** The choices of a field, where it has some. */
export function choicesFor(kind: FormKind, field: Field, texts: Pick<AssistantTexts, 'form'>): Choice[] | undefined {
  const { wish, condition, skip } = texts.form;
  const wishes = kind === 'complaint' ? COMPLAINT_WISHES : RETURN_WISHES;
  if (field === 'wish') return wishes.map((id) => ({ id: `wish:${id}`, label: wish[id] }));
  if (field === 'condition') return CONDITIONS.map((id) => ({ id: `condition:${id}`, label: condition[id] }));
  return field === 'order' ? [{ id: 'order:skip', label: skip }] : undefined;
}

/** A field's value as people read it. */
function worded(field: Field, value: string | undefined, texts: AssistantTexts): string {
  if (!value) return texts.form.unknown;
  const names: Record<string, string> =
    field === 'wish' ? texts.form.wish : field === 'condition' ? texts.form.condition : {};
  return names[value] ?? value;
}

import { e164 } from '../../customers/phone.ts';
import type { CallbackTexts } from '../../messages/callback.ts';
import type { FieldProps } from '../schema.ts';

export type CallbackField = 'name' | 'phone' | 'email' | 'topic';
export type CallbackErrors = Partial<Record<CallbackField | 'at', string>>;
export type CallbackValues = Partial<Record<CallbackField | 'at', string>>;

const MOST_TOPIC = 500;
const KINDS = { name: 'text', phone: 'tel', email: 'email', topic: 'textarea' } as const;
const REQUIRED: readonly CallbackField[] = ['phone', 'email'];

/** One line, or a text, without control characters. */
export const clean = (value = ''): string =>
  value
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, '')
    .trim();

/** What is wrong with what was filled in; `fields`: those of the form. The number as it is called, where it is one. */
export function check(
  values: CallbackValues,
  fields: readonly CallbackField[],
  { country, errors: texts }: { country: string | null; errors: CallbackTexts['errors'] },
): { errors: CallbackErrors; number: string } {
  const { at = '', phone = '', email = '', topic = '' } = values;
  const number = e164(phone, country) ?? '';
  const errors: CallbackErrors = {
    ...(at && !Number.isNaN(Date.parse(at)) ? {} : { at: texts.time }),
    ...(fields.includes('phone') && number === '' ? { phone: texts.phone } : {}),
    ...(fields.includes('email') && !/^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+$/.test(email)
      ? { email: texts.email }
      : {}),
    ...(topic.length > MOST_TOPIC ? { topic: texts.topic } : {}),
  };
  return { errors, number };
}

/** The fields of the form as they stand. */
export function fieldsOf(
  names: readonly CallbackField[],
  texts: CallbackTexts,
  values: CallbackValues,
  errors: CallbackErrors,
): FieldProps[] {
  const hints: Partial<Record<CallbackField, string>> = { phone: texts.phoneHint, email: texts.emailHint };
  const completes: Partial<Record<CallbackField, string>> = { name: 'name', phone: 'tel', email: 'email' };
  return names.map((name) => ({
    name,
    kind: KINDS[name],
    label: texts[name],
    hint: hints[name] ?? '',
    required: REQUIRED.includes(name),
    value: values[name] ?? '',
    error: errors[name] ?? '',
    autocomplete: completes[name] ?? 'off',
    options: [],
  }));
}

import type { Static } from 'typebox';
import type { ConsentsIn } from '../customers/schema.ts';
import { helpTexts, type HelpTexts } from '../messages/help.ts';
import type { InboundMessage, Language, TicketType } from '../tickets/envelopes.ts';
import { FORMS, optionsOf, type Field, type FieldName } from './fields.ts';
import type { FormBody } from './schema.ts';

/** A request as it goes into the ledger, from the form or the public API. */
export interface HelpRequest {
  type: TicketType;
  subject: string;
  text: string;
  email: string;
  name?: string;
  locale: Language;
  /** What they agreed to. */
  consents?: Static<typeof ConsentsIn>;
  /** Order number, product, wish… as the ticket shows them. */
  fields: Record<string, string>;
  /** What they picked of an order that they have proved to be theirs. */
  bought?: InboundMessage['bought'];
}

export type Errors = Partial<Record<FieldName, string>>;
export type Values = Partial<Record<FieldName, string>>;

/** Checks a form by its type. Either a request, or the errors in words beside the values as they were written. */
export function readForm(
  body: FormBody,
  locale: Language,
  article: { slug: string; title: string } | undefined,
): { request: HelpRequest } | { errors: Errors; values: Values } {
  const texts = helpTexts[locale].request;
  const values: Values = {};
  const errors: Errors = {};
  for (const field of FORMS[body.type]) {
    const value = clean(body[field.name] ?? '', field);
    values[field.name] = value;
    const wrong = check(field, value, texts);
    if (wrong) errors[field.name] = wrong;
  }
  if (Object.keys(errors).length > 0) return { errors, values };
  return { request: { ...compose(body.type, values, locale, article), ...consentsOf(body) } };
}

/** What was ticked. A box that was left alone says nothing: nobody was asked and refused. */
function consentsOf({ survey, offers }: FormBody): Pick<HelpRequest, 'consents'> {
  if (!survey && !offers) return {};
  return { consents: { ...(survey ? { survey: true } : {}), ...(offers ? { offers: true } : {}) } };
}

/** Without control characters; one line unless it is a text area. */
function clean(value: string, field: Field): string {
  const readable = value.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '');
  return (field.kind === 'textarea' ? readable : readable.replace(/\s+/g, ' ')).trim();
}

function check(field: Field, value: string, texts: HelpTexts['request']): string | undefined {
  const { errors } = texts;
  if (value === '') return field.required ? (field.kind === 'select' ? errors.choice : errors.required) : undefined;
  if (value.length > field.most) return errors.long;
  if (field.kind === 'email') return /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+$/.test(value) ? undefined : errors.email;
  if (field.kind !== 'select') return undefined;
  return optionsOf(field.name, texts).some((option) => option.value === value) ? undefined : errors.choice;
}

/** Which field is the message itself; the others stand below it with their labels. */
const MAIN: Record<TicketType, FieldName> = { complaint: 'happened', return: 'items', inquiry: 'text' };
const APART = new Set<FieldName>(['name', 'email', 'subject']);

function compose(
  type: TicketType,
  values: Values,
  locale: Language,
  article: { slug: string; title: string } | undefined,
): HelpRequest {
  const texts = helpTexts[locale].request;
  const main = MAIN[type];
  const given = FORMS[type].flatMap(({ name }) => {
    const value = values[name];
    return value && name !== main && !APART.has(name) ? [{ name, value }] : [];
  });
  const inWords = ({ name, value }: { name: FieldName; value: string }): string =>
    `${texts.fields[name].replace(/[?:]$/, '')}: ${optionsOf(name, texts).find((o) => o.value === value)?.label ?? value}`;
  const read: Record<string, string> = article ? { article: article.title } : {};
  return {
    type,
    subject: values.subject ?? `${texts.types[type].title}: ${values.product ?? values.order ?? ''}`,
    text: [values[main] ?? '', ...(given.length > 0 ? [given.map(inWords).join('\n')] : [])].join('\n\n'),
    email: values.email ?? '',
    ...(values.name ? { name: values.name } : {}),
    locale,
    fields: { ...Object.fromEntries(given.map(({ name, value }) => [name, value])), ...read },
  };
}

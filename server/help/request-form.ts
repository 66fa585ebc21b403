import type { FastifyReply, FastifyRequest } from 'fastify';
import { publishedBySlug, translationFor } from '../../knowledge-base/find.ts';
import type { Context } from '../context.ts';
import { callbackTexts } from '../messages/callback.ts';
import { helpTexts } from '../messages/help.ts';
import { ownTexts } from '../messages/own.ts';
import { plural } from '../messages/plural.ts';
import { telephoneSettings } from '../settings/telephone.ts';
import type { Language, TicketType } from '../tickets/envelopes.ts';
import { callbackPath } from './callback/page.ts';
import { FORMS, optionsOf } from './fields.ts';
import { sendPage } from './render.ts';
import type { Errors, Values } from './request.ts';
import type { FormBody, RequestProps } from './schema.ts';
import { STANDS_FOR } from './purchase/picks.ts';
import type { BoughtProps } from './purchase/schema.ts';
import { siteName, siteOf } from './site.ts';

export const TYPES = ['complaint', 'return', 'inquiry'] as const satisfies TicketType[];

/** A form to show: new, or come back with errors. */
export interface Form {
  locale: Language;
  type: TicketType | undefined;
  id: string;
  /** Slug of the article that was read before. */
  article: string | undefined;
  errors?: Errors;
  values?: Values;
  /** Names of boxes that were ticked. */
  ticked?: readonly string[];
  /** What is wrong with its files, and which are to be chosen again. */
  files?: string;
  problem?: string;
  status?: number;
  /** What of theirs it is about, as far as they have proved who they are. */
  bought?: BoughtProps | undefined;
}

/** The form of a request, or the choice between the three; values and errors as they came. */
export async function formPage(
  context: Context,
  ask: FastifyRequest,
  answer: FastifyReply,
  form: Form,
): Promise<FastifyReply> {
  const { locale, type, errors = {}, values = {} } = form;
  const article = await readArticle(context, locale, form.article);
  const texts = helpTexts[locale].request;
  const own = ownTexts[locale];
  const wrong = Object.keys(errors).length;
  const taken: readonly string[] = type && form.bought?.kind === 'pick' ? STANDS_FOR[type] : [];
  const pathIn = (other: Language): string => requestPath(other, type, article?.slug);
  const props: RequestProps = {
    site: siteOf(ask, locale, pathIn),
    type,
    types: TYPES.map((one) => ({ type: one, href: requestPath(locale, one, article?.slug), ...texts.types[one] })),
    fields: type ? fieldsOf(locale, type, values, errors).filter(({ name }) => !taken.includes(name)) : [],
    bought: form.bought,
    id: form.id,
    article,
    consents: (['survey', 'offers'] as const).map((name) => ({
      name,
      label: texts.consents[name],
      ticked: form.ticked?.includes(name) ?? false,
    })),
    files: { label: own.reply.files, hint: own.reply.filesHint, error: form.files ?? '' },
    call: (await telephoneSettings(context)).callbacks
      ? { href: callbackPath(locale), label: callbackTexts[locale].title }
      : null,
    problem: wrong > 0 ? plural(locale, wrong, texts.problems) : (form.problem ?? ''),
  };
  const title = type ? texts.types[type].title : texts.title;
  const head = {
    title: `${title} · ${siteName(ask.shop, locale)}`,
    description: texts.lead,
    noindex: type !== undefined,
  };
  return await sendPage(ask, answer, 'request', props, head, { status: form.status ?? 200, store: false });
}

function fieldsOf(locale: Language, type: TicketType, values: Values, errors: Errors): RequestProps['fields'] {
  const texts = helpTexts[locale].request;
  const hints: Partial<Record<string, string>> = texts.hints;
  return FORMS[type].map(({ name, kind, required, suggests = false, autocomplete = 'off' }) => ({
    name,
    kind,
    label: texts.fields[name],
    hint: hints[name] ?? '',
    required,
    value: values[name] ?? '',
    error: errors[name] ?? '',
    autocomplete,
    options: optionsOf(name, texts),
    suggests,
  }));
}

function requestPath(locale: Language, type?: TicketType, article?: string): string {
  const query = new URLSearchParams({ ...(type ? { type } : {}), ...(article ? { article } : {}) }).toString();
  return `/help/${locale}/request${query ? `?${query}` : ''}`;
}

/** What was written, field by field. */
export function valuesOf(body: FormBody): Values {
  return Object.fromEntries(FORMS[body.type].map(({ name }) => [name, body[name] ?? '']));
}

/** The article that was read before, by its slug. */
export async function readArticle(
  context: Context,
  locale: Language,
  slug: string | undefined,
): Promise<{ slug: string; title: string } | undefined> {
  if (!slug) return undefined;
  const article = await publishedBySlug(context, locale, slug);
  const text = article && translationFor(article.translations, locale);
  return text && { slug: text.slug, title: text.title };
}

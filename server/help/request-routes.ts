import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { limiter } from '../http/limit.ts';
import { typed } from '../http/route.ts';
import { fill, helpTexts } from '../messages/help.ts';
import { ownTexts } from '../messages/own.ts';
import type { Language } from '../tickets/envelopes.ts';
import { followPath, isFollowToken } from '../tickets/follow.ts';
import { keepPrivate } from './own/private.ts';
import { missingPage } from './pages.ts';
import { readParts } from './parts.ts';
import { sendPage } from './render.ts';
import { formPage, readArticle, TYPES, valuesOf, type Form } from './request-form.ts';
import { readForm, type HelpRequest } from './request.ts';
import { FormBody, LocaleParams, RequestAnswer, RequestBody } from './schema.ts';
import { siteName, siteOf } from './site.ts';
import { readSentToken, sentToken, submitRequest, type Submitted } from './submit.ts';

/** Requests from one address: people send one or two, and a whole office may share an address. */
const MOST = 20;
const WINDOW_MS = 10 * 60_000;

const FormQuery = Type.Object(
  { type: Type.Optional(Type.String({ maxLength: 20 })), article: Type.Optional(Type.String({ maxLength: 200 })) },
  { additionalProperties: true },
);
const SentQuery = Type.Object(
  { t: Type.String({ maxLength: 100 }), r: Type.Optional(Type.String({ maxLength: 200 })) },
  { additionalProperties: true },
);

/** The request forms, which work as plain HTML, and the same over JSON. */
export function requestRoutes(app: FastifyInstance, context: Context): void {
  const allowed = limiter(context.clock, MOST, WINDOW_MS);
  formRoutes(app, context, allowed);
  sentRoute(app, context);
  typed(app).post(
    '/api/v1/help/requests',
    { config: { policy: 'public' }, schema: { body: RequestBody, response: { '2xx': RequestAnswer } } },
    async (ask, answer) => {
      if (!allowed(ask.ip)) fail('rate-limited');
      const key = ask.headers['idempotency-key'] ?? randomUUID();
      const request = fromJson(ask.body);
      const sent = await submitRequest(context, 'form', `api/${request.email}/${String(key)}`, request);
      return await answer.code(sent ? 201 : 202).send({ number: sent?.number ?? null });
    },
  );
}

function fromJson({ type, subject, text, email, name, locale, consents, ...own }: RequestBody): HelpRequest {
  const fields = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== ''));
  return {
    type,
    subject,
    text,
    email,
    ...(name ? { name } : {}),
    locale: locale ?? 'en',
    ...(consents ? { consents } : {}),
    fields,
  };
}

function formRoutes(app: FastifyInstance, context: Context, allowed: (key: string) => boolean): void {
  typed(app).get(
    '/help/:locale/request',
    { config: { policy: 'public' }, schema: { params: LocaleParams, querystring: FormQuery } },
    async (ask, answer) => {
      const { type, article } = ask.query;
      return await formPage(context, ask, answer, {
        locale: ask.params.locale,
        type: TYPES.find((one) => one === type),
        id: randomBytes(18).toString('base64url'),
        article,
      });
    },
  );
  typed(app).post(
    '/help/:locale/request',
    { config: { policy: 'public' }, preValidation: readParts, schema: { params: LocaleParams, body: FormBody } },
    async (ask, answer) => takeForm(context, ask, answer, { ...ask.params, body: ask.body, allowed }),
  );
}

async function takeForm(
  context: Context,
  ask: FastifyRequest,
  answer: FastifyReply,
  { locale, body, allowed }: { locale: Language; body: FormBody; allowed: (key: string) => boolean },
): Promise<FastifyReply> {
  const article = await readArticle(context, locale, body.article);
  const read = readForm(body, locale, article);
  const { files = [], names = [], wrong } = ask.sent ?? {};
  const { errors } = ownTexts[locale];
  const again = names.length > 0 ? fill(errors.again, { files: names.join(', ') }) : '';
  const ticked = [...(body.survey ? ['survey'] : []), ...(body.offers ? ['offers'] : [])];
  const form = { locale, type: body.type, id: body.id, article: body.article, ticked, files: again };
  const refuse = (status: number, more: Partial<Form>) => formPage(context, ask, answer, { ...form, ...more, status });
  if ('errors' in read) return await refuse(422, read);
  const { limited, away } = helpTexts[locale].request;
  const values = valuesOf(body);
  if (wrong) return await refuse(422, { values, problem: errors[wrong] });
  // Who fills the trap is told the same as everybody, and nothing is kept.
  if (body.website) return await thank(context, answer, locale, null);
  if (!allowed(ask.ip)) return await refuse(429, { values, problem: limited });
  try {
    const sent = await submitRequest(context, 'form', `form/${body.id}`, read.request, files);
    return await thank(context, answer, locale, sent);
  } catch (err) {
    ask.log.error({ err }, 'a request could not be stored');
    return await refuse(503, { values, problem: away });
  }
}

/** See other (303): a reload of the thank-you page must not send the form again. */
async function thank(
  context: Context,
  answer: FastifyReply,
  locale: Language,
  sent: Submitted | null,
): Promise<FastifyReply> {
  const link = sent ? `&r=${sent.token}` : '';
  return await answer.redirect(
    `/help/${locale}/request/sent?t=${sentToken(context, sent?.number ?? null)}${link}`,
    303,
  );
}

function sentRoute(app: FastifyInstance, context: Context): void {
  typed(app).get(
    '/help/:locale/request/sent',
    { config: { policy: 'public' }, schema: { params: LocaleParams, querystring: SentQuery }, onSend: keepPrivate },
    async (ask, answer) => {
      const { locale } = ask.params;
      const { t, r = '' } = ask.query;
      const number = readSentToken(context, t);
      if (number === undefined) return await missingPage(context, ask, answer, locale);
      const query = new URLSearchParams({ t, ...(r ? { r } : {}) }).toString();
      const pathIn = (other: Language): string => `/help/${other}/request/sent?${query}`;
      const { sent } = helpTexts[locale];
      const head = { title: `${sent.title} · ${siteName(ask.shop, locale)}`, description: sent.next, noindex: true };
      const follow = { href: isFollowToken(context, r) ? followPath(locale, r) : '', label: ownTexts[locale].follow };
      const props = { site: siteOf(ask, locale, pathIn), number: number ?? undefined, follow };
      return await sendPage(ask, answer, 'sent', props, head, { store: false });
    },
  );
}

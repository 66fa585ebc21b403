import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { limiter } from '../http/limit.ts';
import { typed } from '../http/route.ts';
import { helpTexts } from '../messages/help.ts';
import { ownTexts } from '../messages/own.ts';
import type { Language } from '../tickets/envelopes.ts';
import { followPath, isFollowToken } from '../tickets/follow.ts';
import { keepPrivate } from './own/private.ts';
import { missingPage } from './pages.ts';
import { readParts } from './parts.ts';
import { sendPage } from './render.ts';
import { formPage, TYPES } from './request-form.ts';
import type { HelpRequest } from './request.ts';
import { boughtPart, purchaseFor } from './purchase/part.ts';
import { gatherPicks } from './purchase/picks.ts';
import { FormBody, LocaleParams, RequestAnswer, RequestBody } from './schema.ts';
import { siteName, siteOf } from './site.ts';
import { readSentToken, submitRequest } from './submit.ts';
import { takeForm } from './take-form.ts';

/** Requests from one address: people send one or two, and a whole office may share an address. */
const MOST = 20;
const WINDOW_MS = 10 * 60_000;

const FormQuery = Type.Object(
  {
    type: Type.Optional(Type.String({ maxLength: 20 })),
    article: Type.Optional(Type.String({ maxLength: 200 })),
    /** A number, and the secret part of the link of their own page that they come from. */
    order: Type.Optional(Type.String({ maxLength: 100 })),
    own: Type.Optional(Type.String({ maxLength: 200 })),
  },
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
    { config: { policy: 'public' }, schema: { params: LocaleParams, querystring: FormQuery }, onSend: keepPrivate },
    async (ask, answer) => {
      const { article, order: number = '' } = ask.query;
      const at = { locale: ask.params.locale, type: TYPES.find((one) => one === ask.query.type) };
      const purchase = await purchaseFor(context, ask, ask.query);
      const bought = await boughtPart(context, at, { ...purchase, number });
      const values = {
        ...(number ? { order: number } : {}),
        ...(purchase.proof ? { email: purchase.proof.address } : {}),
      };
      const id = randomBytes(18).toString('base64url');
      return await formPage(context, ask, answer, { ...at, id, article, values, bought });
    },
  );
  typed(app).post(
    '/help/:locale/request',
    {
      config: { policy: 'public' },
      preValidation: [readParts, gatherPicks],
      schema: { params: LocaleParams, body: FormBody },
    },
    async (ask, answer) => takeForm(context, ask, answer, { ...ask.params, body: ask.body, allowed }),
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

import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { askForCode, CODE_MS, isCode } from '../../customers/proof/code.ts';
import { limiter } from '../../http/limit.ts';
import { typed } from '../../http/route.ts';
import { fill } from '../../messages/help.ts';
import { ownTexts } from '../../messages/own.ts';
import type { Language } from '../../tickets/envelopes.ts';
import { sendPage } from '../render.ts';
import { LocaleParams } from '../schema.ts';
import { siteName, siteOf } from '../site.ts';
import { findPage, listPath } from './find-page.ts';
import { CodeBody, CodeQuery, FindBody } from './schema.ts';
import { openList, openPair, sealPair } from './session.ts';

/** Codes that one network address may have mailed, and may enter: a whole office may share an address. */
const MOST_CODES = 20;
const MOST_TRIES = 40;
const WINDOW_MS = 60 * 60_000;
const BOUND = 'own requests/code';

/** Who asks for a code, for which address, and which request they look for. Nobody is told whether we know them. */
interface Asked {
  asker: string;
  email: string;
  number: string;
}

const config = { policy: 'public' } as const;
const codePath = (locale: Language, asked = ''): string =>
  `${listPath(locale)}/code${asked ? `?asked=${encodeURIComponent(asked)}` : ''}`;

/** An address, the code that is mailed there, and from then on the list of what was written from it. */
export function codeRoutes(app: FastifyInstance, context: Context): void {
  const mayAsk = limiter(context.clock, MOST_CODES, WINDOW_MS);
  const mayTry = limiter(context.clock, MOST_TRIES, WINDOW_MS);
  typed(app).post(
    '/help/:locale/requests/code',
    { config, schema: { params: LocaleParams, body: FindBody } },
    async (ask, answer) => sendCode(context, ask, answer, { ...ask.params, ...ask.body, may: () => mayAsk(ask.ip) }),
  );
  typed(app).get(
    '/help/:locale/requests/code',
    { config, schema: { params: LocaleParams, querystring: CodeQuery } },
    async (ask, answer) => codePage(context, ask, answer, ask.params.locale, { asked: ask.query.asked ?? '' }),
  );
  typed(app).post(
    '/help/:locale/requests/session',
    { config, schema: { params: LocaleParams, body: CodeBody } },
    async (ask, answer) => {
      const { locale } = ask.params;
      const { asked, code = '' } = ask.body;
      const { code: texts } = ownTexts[locale];
      if (!mayTry(ask.ip))
        return await codePage(context, ask, answer, locale, {
          asked,
          status: 429,
          error: ownTexts[locale].errors.limited,
        });
      const given = readAsked(context, asked);
      const right = given && (await isCode(context, askerOf(given), given.email, code));
      if (!right) return await codePage(context, ask, answer, locale, { asked, status: 422, error: texts.wrong });
      await right.spend();
      openList(context, answer, given.email);
      const number = given.number ? `?number=${encodeURIComponent(given.number)}` : '';
      return await answer.redirect(`${listPath(locale)}${number}`, 303);
    },
  );
}

async function sendCode(
  context: Context,
  ask: FastifyRequest,
  answer: FastifyReply,
  given: { locale: Language; email?: string; number?: string; may: () => boolean },
): Promise<FastifyReply> {
  const { locale, number = '' } = given;
  const email = (given.email ?? '').trim();
  const texts = ownTexts[locale];
  const values = { email, number };
  if (!/^[^\s@<>,;]{1,64}@[^\s@<>,;]{1,255}$/.test(email))
    return await findPage(ask, answer, locale, { ...values, status: 422, error: texts.find.wrong });
  const asked: Asked = { asker: randomBytes(16).toString('base64url'), email, number };
  const state = given.may() ? await askForCode(context, askerOf(asked), email, locale, 'page') : 'limited';
  if (state === 'off') return await findPage(ask, answer, locale, { ...values, status: 503, problem: texts.find.off });
  if (state === 'limited')
    return await findPage(ask, answer, locale, { ...values, status: 429, problem: texts.errors.limited });
  const until = context.clock.now().getTime() + CODE_MS;
  return await answer.redirect(codePath(locale, sealPair(context, BOUND, JSON.stringify(asked), until)), 303);
}

/** A chat's session is asked for likewise: random, and of this page only. */
const askerOf = ({ asker }: Asked) => ({ kind: 'webchat' as const, value: `page-${asker}` });

function readAsked(context: Context, sealed: string): Asked | undefined {
  const text = openPair(context, BOUND, sealed);
  return text === undefined ? undefined : (JSON.parse(text) as Asked);
}

async function codePage(
  context: Context,
  ask: FastifyRequest,
  answer: FastifyReply,
  locale: Language,
  said: { asked: string; status?: number; error?: string },
): Promise<FastifyReply> {
  const given = readAsked(context, said.asked);
  const texts = ownTexts[locale];
  if (!given) return await findPage(ask, answer, locale, { status: said.status ?? 200, problem: said.error ?? '' });
  const site = siteOf(ask, locale, (other) => codePath(other, said.asked));
  const lead = fill(texts.code.lead, { email: given.email });
  const props = { site, texts, lead, asked: said.asked, error: said.error ?? '' };
  const head = {
    title: `${texts.code.title} · ${siteName(ask.shop, locale)}`,
    description: texts.title,
    noindex: true,
  };
  return await sendPage(ask, answer, 'own-code', props, head, { status: said.status ?? 200, store: false });
}

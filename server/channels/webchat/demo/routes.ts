import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { LANGUAGES, type Language } from '../../../tickets/envelopes.ts';
import type { Context } from '../../../context.ts';
import { Counters, SAMPLES_REMOVED } from '../../../counter.ts';
import { logoPath, shopFacts, themePath } from '../../../settings/shop.ts';
import { demoPage, ownPage, shopIcon, type DemoShop } from './page.ts';

/** As strict as a careful shop's: scripts and styles only from files of its own, no nonces. */
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const Query = Type.Object({ lang: Type.Optional(Type.String({ maxLength: 20 })) }, { additionalProperties: false });

/** `/demo`: a shop with the widget on it, in the language of `?lang=` or of the browser. */
export function demoRoutes(root: FastifyInstance, context: Context): void {
  const app = root.withTypeProvider<TypeBoxTypeProvider>();
  const css = readFileSync(join(import.meta.dirname, 'shop.css'));
  const config = { policy: 'public' } as const;
  app.get('/demo', { config, schema: { querystring: Query } }, async (request, reply) => {
    const shop = await ownShop(context);
    const wanted = request.query.lang ?? request.headers['accept-language'] ?? '';
    const locale = languageOf(wanted, shop?.languages);
    return await reply
      .header('content-security-policy', CSP)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(shop ? ownPage(locale, shop) : demoPage(locale));
  });
  app.get('/demo/shop.css', { config }, (_request, reply) =>
    reply.header('cache-control', 'no-cache').type('text/css; charset=utf-8').send(css),
  );
  app.get('/demo/icon.svg', { config }, (_request, reply) =>
    reply.header('cache-control', 'no-cache').type('image/svg+xml').send(shopIcon),
  );
}

/** Undefined while nobody has named the shop nor taken the samples out: then the page is a sample as well. */
async function ownShop(context: Context): Promise<DemoShop | undefined> {
  const facts = await shopFacts(context);
  if (facts.name === '' && !(await Counters(context).exists({ _id: SAMPLES_REMOVED }))) return undefined;
  return { ...facts, logo: logoPath(facts), theme: themePath(facts) };
}

/** The first of the shop's languages in a language tag or an Accept-Language header; English, or its own, when there is none. */
function languageOf(wanted: string, languages: readonly Language[] = LANGUAGES): Language {
  for (const part of wanted.split(',')) {
    const found = languages.find((l) => part.trim().toLowerCase().startsWith(l));
    if (found) return found;
  }
  return languages.includes('en') ? 'en' : (languages[0] ?? 'en');
}

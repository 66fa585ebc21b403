import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { LANGUAGES, type Language } from '../../../tickets/envelopes.ts';
import { demoPage, shopIcon } from './page.ts';

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
export function demoRoutes(root: FastifyInstance): void {
  const app = root.withTypeProvider<TypeBoxTypeProvider>();
  const css = readFileSync(join(import.meta.dirname, 'shop.css'));
  const config = { policy: 'public' } as const;
  app.get('/demo', { config, schema: { querystring: Query } }, (request, reply) =>
    reply
      .header('content-security-policy', CSP)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(demoPage(languageOf(request.query.lang ?? request.headers['accept-language'] ?? ''))),
  );
  app.get('/demo/shop.css', { config }, (_request, reply) =>
    reply.header('cache-control', 'no-cache').type('text/css; charset=utf-8').send(css),
  );
  app.get('/demo/icon.svg', { config }, (_request, reply) =>
    reply.header('cache-control', 'no-cache').type('image/svg+xml').send(shopIcon),
  );
}

/** The first of our languages in a language tag or an Accept-Language header; English when there is none. */
function languageOf(wanted: string): Language {
  for (const part of wanted.split(',')) {
    const found = LANGUAGES.find((l) => part.trim().toLowerCase().startsWith(l));
    if (found) return found;
  }
  return 'en';
}

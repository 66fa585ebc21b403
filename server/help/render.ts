import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { escapeHtml } from '../http/html.ts';
import { fail } from '../errors.ts';
import type { Data } from './data.ts';
import type { Pages, Render, Site } from './schema.ts';

const bundle = join(import.meta.dirname, '../../dist/help/server/server.js');

/** Data blocks (JSON-LD) are not executed, so the policy needs no exception for them. */
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' https: data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#5b5bd6" d="M16 3.500c7.200 0 12.500 4.900 12.500 11.400S23.200 26.300 16 26.300c-1.300 0-2.600-.200-3.800-.500L6 28.500l1.100-5.100C4.700 21.300 3.500 18.300 3.500 14.900 3.500 8.400 8.800 3.500 16 3.500Z"/></svg>',
)}`;

export interface PageHead {
  title: string;
  description: string;
  /** With origin; where search engines shall find this page. */
  canonical?: string;
  /** With origin, per language. */
  alternates?: { locale: string; href: string }[];
  noindex?: boolean;
  /** Structured data (schema.org). */
  data?: Data[];
}

let renderer: Promise<Render> | undefined;

/** Vite's server build, loaded once. Fails not-ready when the site was not built. */
function loadRenderer(): Promise<Render> {
  if (!existsSync(bundle)) return fail('not-ready', 'The help site is not built: npm run build');
  renderer ??= import(pathToFileURL(bundle).href).then((module: { render: Render }) => module.render);
  return renderer;
}

/** Renders a page and sends it; 304 when the browser has it already. `status` other than 200 is never cached. */
export async function sendPage<Name extends keyof Pages>(
  request: FastifyRequest,
  reply: FastifyReply,
  page: Name,
  props: Pages[Name] & { site: Site },
  head: PageHead,
  options: { status?: number; store?: boolean } = {},
): Promise<FastifyReply> {
  const render = await loadRenderer();
  // Was answered with what was there before, since this took too long (http/last-good.ts).
  if (reply.sent) return reply;
  const { body } = render(page, props);
  const html = document(props.site, head, body);
  const { status = 200, store = true } = options;
  void reply.code(status).headers({
    'content-type': 'text/html; charset=utf-8',
    'content-language': props.site.locale,
    'content-security-policy': CSP,
  });
  if (status !== 200 || !store) return await reply.header('cache-control', 'no-store').send(html);
  const etag = `"${createHash('sha256').update(html).digest('base64url').slice(0, 27)}"`;
  void reply.headers({ etag, 'cache-control': 'no-cache', vary: 'accept-encoding' });
  const known = (request.headers['if-none-match'] ?? '').split(/\s*,\s*/).map((tag) => tag.replace(/^W\//, ''));
  if (known.includes(etag)) return await reply.code(304).send();
  return await reply.send(html);
}

function document({ locale, theme, shop, name }: Site, head: PageHead, body: string): string {
  const meta = [
    `<title>${escapeHtml(head.title)}</title>`,
    `<meta name="description" content="${escapeHtml(head.description.slice(0, 300))}">`,
    ...(head.noindex ? ['<meta name="robots" content="noindex">'] : []),
    ...(head.canonical ? [`<link rel="canonical" href="${escapeHtml(head.canonical)}">`] : []),
    ...(head.alternates ?? []).map(
      ({ locale: other, href }) => `<link rel="alternate" hreflang="${other}" href="${escapeHtml(href)}">`,
    ),
    `<meta property="og:site_name" content="${escapeHtml(name)}">`,
    `<meta property="og:type" content="${head.data?.some((data) => data['@type'] === 'TechArticle') ? 'article' : 'website'}">`,
    ...(head.canonical ? [`<meta property="og:url" content="${escapeHtml(head.canonical)}">`] : []),
    `<meta property="og:title" content="${escapeHtml(head.title)}">`,
    `<meta property="og:description" content="${escapeHtml(head.description.slice(0, 300))}">`,
    `<link rel="icon" href="${escapeHtml(shop.logo ?? ICON)}">`,
    '<link rel="stylesheet" href="/help/assets/server/style.css">',
    ...(theme ? [`<link rel="stylesheet" href="${escapeHtml(theme)}">`] : []),
    '<script type="module" src="/help/assets/client/client.js"></script>',
    ...(head.data ?? []).map((data) => `<script type="application/ld+json">${jsonForHtml(data)}</script>`),
  ];
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${meta.join('\n')}
</head>
<body>${body}</body>
</html>
`;
}

/** JSON inside a script element: `</script>` and `<!--` must not end or change it. */
function jsonForHtml(data: object): string {
  return JSON.stringify(data)
    .replace(/</g, '\\u003c')
    .replace(/[\u2028\u2029]/g, (c) => (c === '\u2028' ? '\\u2028' : '\\u2029'));
}

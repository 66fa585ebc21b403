import type { FastifyInstance } from 'fastify';
import { descriptions } from '../messages/manifest.ts';
import { en } from '../messages/inbox/en.ts';
import { es } from '../messages/inbox/es.ts';
import { pl } from '../messages/inbox/pl.ts';
import { ro } from '../messages/inbox/ro.ts';
import { ru } from '../messages/inbox/ru.ts';

const texts = { en, es, ro, pl, ru };
type Language = keyof typeof texts;

/** What browsers ask for to install the inbox (W3C Web Application Manifest), in the language that they ask in. */
export function manifestRoute(app: FastifyInstance): void {
  app.get('/inbox/manifest.webmanifest', { config: { policy: 'public' } }, async (request, reply) =>
    reply
      .type('application/manifest+json; charset=utf-8')
      .headers({ 'cache-control': 'no-cache', vary: 'accept-language' })
      .send(JSON.stringify(manifestIn(languageOf(request.headers['accept-language'] ?? '')))),
  );
}

/** The first language of the list that we have; browsers send it in the order of preference. */
function languageOf(accepted: string): Language {
  const asked = accepted.split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return asked.find((language): language is Language => language in texts) ?? 'en';
}

function manifestIn(language: Language): object {
  const { app, views } = texts[language];
  const shortcut = (view: 'unassigned' | 'mine') => ({ name: views[view], url: `/inbox/${view}` });
  const picture = (name: string, size: number, purpose = 'any') => ({
    src: `/inbox/${name}.png`,
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose,
  });
  return {
    id: '/inbox/',
    name: app.name,
    short_name: app.name,
    description: descriptions[language],
    lang: language,
    start_url: '/inbox/',
    scope: '/inbox/',
    display: 'standalone',
    background_color: '#fafafc',
    theme_color: '#4a45c8',
    categories: ['business', 'productivity'],
    icons: [
      { src: '/inbox/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
      picture('icon-192', 192),
      picture('icon-512', 512),
      picture('icon-mask', 512, 'maskable'),
    ],
    shortcuts: [shortcut('unassigned'), shortcut('mine')],
  };
}

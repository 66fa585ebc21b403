import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { manifestRoute } from './manifest.ts';

const dist = join(import.meta.dirname, '../../dist');
const YEAR_S = 31_536_000;

/** Vite's output: the inbox under /inbox/, the widget, the help site's islands and styles. */
export async function staticFiles(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, { root: dist, serve: false, index: false, preCompressed: true });
  const folder = (url: string, path: string, foreign: boolean): void => {
    app.get(`${url}*`, { config: { policy: 'public' } }, async (request, reply) => {
      const file = (request.params as { '*': string })['*'];
      return await send(reply, path, file, foreign);
    });
  };
  folder('/inbox/assets/', 'inbox/assets', false);
  folder('/widget/', 'widget', true);
  folder('/help/assets/', 'help', false);
  manifestRoute(app);
  inboxPages(app);
  app.get('/', { config: { policy: 'public' } }, async (_request, reply) => reply.redirect('/help/', 302));
}

/** The inbox is one page; its own files beside it, and every other address under /inbox/ is a place in it. */
function inboxPages(app: FastifyInstance): void {
  app.get('/inbox', { config: { policy: 'public' } }, async (_request, reply) => reply.redirect('/inbox/', 302));
  app.get('/inbox/*', { config: { policy: 'public' } }, async (request, reply) => {
    const path = (request.params as { '*': string })['*'];
    if (/^[\w-]+\.(?:js|svg|ico|png|webmanifest|css)$/.test(path)) return await send(reply, 'inbox', path, false);
    const page = join(dist, 'inbox/index.html');
    if (!existsSync(page))
      return await reply.code(503).type('text/plain').send('The inbox is not built: npm run build');
    return await reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(readFileSync(page));
  });
}

/** A file of the widget, for other sites. */
export const sendWidgetFile = (reply: FastifyReply, file: string): Promise<FastifyReply> =>
  send(reply, 'widget', file, true);

/** Files with a hash in their name never change; the others are asked for each time. `foreign`: for other sites. */
async function send(reply: FastifyReply, folder: string, file: string, foreign: boolean): Promise<FastifyReply> {
  const hashed = /-[\w-]{8,}\.\w+$/.test(file);
  if (foreign) reply.headers({ 'cross-origin-resource-policy': 'cross-origin', 'access-control-allow-origin': '*' });
  return await reply.sendFile(
    file,
    join(dist, folder),
    hashed ? { maxAge: YEAR_S * 1000, immutable: true } : { maxAge: 0 },
  );
}

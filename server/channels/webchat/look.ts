import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Context } from '../../context.ts';
import { sendWidgetFile } from '../../http/static.ts';
import { typed } from '../../http/route.ts';
import { logoPath, shopFacts } from '../../settings/shop.ts';
import { telephoneSettings } from '../../settings/telephone.ts';
import { themeCss, themeOf } from '../../settings/theme.ts';
import { LookView } from './schema.ts';

const LOADER = join(import.meta.dirname, '../../../dist/widget/widget.js');
/** The house's own colour as the loader's button has it (web/widget/loader.ts). */
const HOUSE_COLOUR = '#4f46c8';

/** Whose widget it is: the shop's name, languages and colours, on whichever site it stands. */
export function lookRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const config = { policy: 'public' } as const;
  app.get('/channels/webchat/look', { config, schema: { response: { 200: LookView } } }, async (_request, reply) => {
    const shop = await shopFacts(context);
    void reply.headers({ 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=60' });
    const theme = shop.colour === null ? '' : themeCss(themeOf(shop.colour), ':host');
    const { callbacks } = await telephoneSettings(context);
    return { name: shop.name, logo: logoPath(shop), languages: shop.languages, theme, callbacks };
  });
  app.get('/widget.js', { config }, async (_request, reply) => {
    const { colour } = await shopFacts(context).catch(() => ({ colour: null }));
    return colour !== null && existsSync(LOADER)
      ? await sendColoured(reply, themeOf(colour).light.accent)
      : await sendWidgetFile(reply, 'widget.js');
  });
}

/** The button stands on the page before anything is fetched: the loader itself carries its colour. */
async function sendColoured(reply: FastifyReply, accent: string): Promise<FastifyReply> {
  const script = (await readFile(LOADER, 'utf8')).replaceAll(HOUSE_COLOUR, accent);
  return await reply
    .headers({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=0',
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
    })
    .send(script);
}

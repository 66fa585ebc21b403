import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { typed } from '../http/route.ts';
import { changeShop, presentShop, shopFacts, shopLogo } from './shop.ts';
import { ShopBody, ShopView } from './shop-schema.ts';
import { themeCss, themeOf } from './theme.ts';

/** Both carry what they hold in their address. */
const KEPT = 'public, max-age=86400';
const Versioned = Type.Object({ v: Type.Optional(Type.String({ maxLength: 40 })) }, { additionalProperties: true });

/** What is said of the shop, and its look. */
export function shopRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const schema = { tags: ['shop'], response: { 200: ShopView } };
  app.get('/api/v1/shop', { config: { policy: 'shop.read' }, schema }, async () =>
    presentShop(context, await shopFacts(context)),
  );
  app.put(
    '/api/v1/shop',
    { config: { policy: 'shop.write' }, schema: { ...schema, body: ShopBody } },
    async (request) => {
      const facts = await changeShop(context, request.body);
      await audit(context, request.principal, 'shop.changed', { changed: Object.keys(request.body) });
      return await presentShop(context, facts);
    },
  );
  lookRoutes(server, context);
}

/** For pages and for the widget on other sites. */
function lookRoutes(server: FastifyInstance, context: Context): void {
  const app = typed(server);
  const open = { config: { policy: 'public' as const, lasting: ['v'] }, schema: { querystring: Versioned } };
  const foreign = { 'cross-origin-resource-policy': 'cross-origin', 'access-control-allow-origin': '*' };
  app.get('/shop/logo', open, async (_request, reply) => {
    const { kind, bytes } = (await shopLogo(context)) ?? fail('not-found');
    return await reply.headers({ ...foreign, 'content-type': kind, 'cache-control': KEPT }).send(bytes);
  });
  app.get('/shop/theme.css', open, async (_request, reply) => {
    const { colour } = await shopFacts(context);
    const css = colour === null ? '' : themeCss(themeOf(colour), ':root');
    return await reply.headers({ 'content-type': 'text/css; charset=utf-8', 'cache-control': KEPT }).send(css);
  });
}

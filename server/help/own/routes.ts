import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isCrossSite } from '../../access/authenticate.ts';
import type { Context } from '../../context.ts';
import { fail } from '../../errors.ts';
import { ownCallbackRoutes } from '../callback/own-routes.ts';
import { keepPrivate } from './private.ts';
import { listRoutes } from './list-routes.ts';
import { repairPageRoutes } from './repair-routes.ts';
import { requestRoutes } from './request-routes.ts';
import { codeRoutes } from './code-routes.ts';

/**
 * The pages on which customers follow their requests: by a signed link, or by a code that is mailed to them. They are
 * nobody else's: not kept by browsers, not found by search engines, their addresses not told to other sites.
 */
export async function ownRoutes(app: FastifyInstance, context: Context): Promise<void> {
  await app.register((own, _options, done) => {
    own.addHook('onRequest', fromOwnPages(context));
    own.addHook('onSend', keepPrivate);
    requestRoutes(own, context);
    repairPageRoutes(own, context);
    ownCallbackRoutes(own, context);
    codeRoutes(own, context);
    listRoutes(own, context);
    done();
  });
}

/** What is written comes from our own pages, whether or not a cookie says who writes. */
const fromOwnPages = (context: Context) => async (ask: FastifyRequest) => {
  if (ask.method === 'POST' && isCrossSite(ask, context.config.publicUrl)) fail('cross-site');
};

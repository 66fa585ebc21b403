import { LogController, type FastifyInstance, type FastifyServerOptions } from 'fastify';
import type { Config } from '../config.ts';

/**
 * Logs are JSON lines without personal data: no query strings, no network addresses, no headers, the pattern of a
 * route and not its values. Errors are told by type, code, message and stack; what a library hung on them (the
 * addresses that a mail server refused, say) stays out.
 */
export function logOptions(config: Pick<Config, 'logLevel'>): Pick<FastifyServerOptions, 'logger' | 'logController'> {
  return {
    logController: new LogController({ disableRequestLogging: true }),
    logger: {
      level: config.logLevel,
      base: undefined as never,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: ['authorization', 'cookie', '*.authorization', '*.cookie', 'headers.*', '*.headers'],
      serializers: { err: describeError, req: ({ method }: { method: string }) => ({ method }) as never },
    },
  };
}

/** Asked all the time by machines; of interest only when looking for something. */
const NOISE = /^\/(healthz|readyz|metrics)$/;

/** One line for each request that ended. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? '(none)';
    const line = {
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    };
    if (NOISE.test(route)) request.log.debug(line, 'request');
    else request.log.info(line, 'request');
  });
}

interface DescribedError {
  [member: string]: unknown;
  type: string;
  message: string;
  stack: string;
}

/** What may be logged of an error. */
export function describeError(error: unknown): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: withoutAddresses(String(error)), stack: '' };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: withoutAddresses(error.message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    stack: withoutAddresses(error.stack ?? ''),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  };
}

/** A text without mail addresses: servers like to repeat the one they refuse. */
export const withoutAddresses = (text: string): string => text.replace(/[^\s<>"'(]+@[^\s<>"')]+/g, '[address]');

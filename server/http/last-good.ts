import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '../errors.ts';
import { inTime } from './in-time.ts';
import type { Answer, LastAnswers } from './last-answers.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * The last good answer is given again while the store is away. Names the parameters that tell answers apart; for
     * what is public and the same for everybody.
     */
    lasting?: readonly string[];
  }
  interface FastifyRequest {
    /** Hex ids of what the answer shows and may be hidden later (`LastAnswers.hide`). */
    shows: readonly string[];
  }
}

/** Who takes longer is away: where there is a last good answer, where there is none, and where we know it is away. */
const PATIENCE_MS = { kept: 3000, none: 10_000, away: 1000 };
const PROBE_MS = 500;
const HEADERS = [
  ...['content-type', 'content-language', 'content-security-policy', 'etag', 'vary', 'cache-control', 'location'],
  ...['cross-origin-resource-policy', 'access-control-allow-origin'],
];

/**
 * Routes that declare `lasting` answer with what they answered last when they fail or take too long, and at once until
 * `ping` reaches the store again. Pages name `base`, or the address at which they are asked for where it is empty.
 */
export function lastGood(
  app: FastifyInstance,
  answers: LastAnswers,
  { base, ping }: { base: string; ping: () => Promise<unknown> },
): void {
  const begun = new WeakMap<FastifyRequest, { at: number; timer: NodeJS.Timeout }>();
  const store = new Presence(app, ping);
  const give = (reply: FastifyReply, answer: Answer | undefined): void => {
    begun.delete(reply.request);
    if (answer) void reply.code(answer.status).headers(answer.headers).send(answer.body);
    else void reply.send(new Failure('store-unavailable'));
  };

  app.decorateRequest('shows');
  app.addHook('onRequest', (ask, reply, done) => {
    ask.shows = [];
    const key = keyOf(ask, base);
    if (key === undefined) return done();
    const known = answers.has(key);
    if (known && store.away) return give(reply, answers.find(key));
    const late = (): void => {
      store.failed();
      give(reply, answers.find(key));
    };
    const patience = known ? PATIENCE_MS.kept : store.away ? PATIENCE_MS.away : PATIENCE_MS.none;
    begun.set(ask, { at: performance.now(), timer: setTimeout(late, patience) });
    done();
  });
  app.addHook('onSend', async (ask, reply, payload) => {
    const start = begun.get(ask);
    const key = start && keyOf(ask, base);
    if (key === undefined) return payload;
    clearTimeout(start?.timer);
    if (reply.statusCode >= 500) {
      store.failed();
      const answer = answers.find(key);
      if (answer) void reply.code(answer.status).headers(answer.headers);
      return answer?.body ?? payload;
    }
    if (isGood(ask, reply, payload))
      answers.keep(key, { status: reply.statusCode, headers: kept(reply), body: payload }, ask.shows, start?.at ?? 0);
    else if (reply.statusCode !== 304 && ask.method === 'GET') answers.drop(key);
    return payload;
  });
}

/** Undefined for what is not kept. */
function keyOf(ask: FastifyRequest, base: string): string | undefined {
  const { lasting } = ask.routeOptions.config;
  if (!lasting || ask.is404) return undefined;
  const { pathname, searchParams } = new URL(ask.url, 'http://x');
  const told = lasting.map((name) => searchParams.get(name) ?? '');
  // Pages name the address at which they were asked for, unless they know their own.
  return [base || `${ask.protocol}://${ask.host}`, pathname, ...told].join(' ');
}

const isGood = (ask: FastifyRequest, reply: FastifyReply, payload: unknown): payload is string | Buffer =>
  ask.method === 'GET' &&
  [200, 301].includes(reply.statusCode) &&
  (typeof payload === 'string' || Buffer.isBuffer(payload)) &&
  reply.getHeader('cache-control') !== 'no-store';

const kept = (reply: FastifyReply): Record<string, string> =>
  Object.fromEntries(
    HEADERS.flatMap((name) => {
      const value = reply.getHeader(name);
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );

/** Whether the store answers, as far as the pages know. */
class Presence {
  away = false;
  #closed = false;
  readonly #app: FastifyInstance;
  readonly #ping: () => Promise<unknown>;

  constructor(app: FastifyInstance, ping: () => Promise<unknown>) {
    this.#app = app;
    this.#ping = ping;
    app.addHook('onClose', async () => void (this.#closed = true));
  }

  failed(): void {
    if (this.away) return;
    this.away = true;
    this.#app.log.warn('the store is away: pages are as they were');
    void this.#probe();
  }

  async #probe(): Promise<void> {
    while (this.away && !this.#closed) {
      await wait(PROBE_MS, undefined, { ref: false });
      const there = this.#ping().then(() => true);
      if (await inTime(there, PATIENCE_MS.kept)) this.away = false;
    }
    this.#app.log.info('the store is back: pages are as they are');
  }
}

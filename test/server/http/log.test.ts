import { Writable } from 'node:stream';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeError, logOptions, logRequests } from '../../../server/http/log.ts';

let app: FastifyInstance;
let lines: Record<string, unknown>[];

beforeEach(() => {
  lines = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  const { logger, logController } = logOptions({ logLevel: 'info' });
  app = Fastify({ logController, logger: { ...(logger as object), stream } });
  logRequests(app);
  app.get('/tickets/:number', async (request) => {
    request.log.info({ headers: request.headers, cookie: 'c=1' }, 'seen');
    return 'ok';
  });
  app.get('/healthz', async () => 'ok');
  app.get('/broken', async (request) => {
    const refused = Object.assign(new Error('550 <anna@customer.test>: no such mailbox'), {
      rejected: ['anna@customer.test'],
    });
    request.log.error({ err: refused }, 'failed');
    return 'ok';
  });
});
afterEach(() => app.close());

const SECRETS = /anna|secret|203\.0\.113|4711/;

describe('logs', () => {
  it('tell each request in one line, by the pattern of its route', async () => {
    const headers = { cookie: 'ombud_session=secret', authorization: 'Bearer secret' };
    await app.inject({ url: '/tickets/4711?q=anna@customer.test', headers, remoteAddress: '203.0.113.7' });
    expect(lines.at(-1)).toMatchObject({
      level: 'info',
      method: 'GET',
      route: '/tickets/:number',
      status: 200,
      msg: 'request',
    });
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines)).not.toMatch(SECRETS);
  });

  it('tell an error without what was hung on it, and without addresses', async () => {
    await app.inject('/broken');
    expect(lines[0]).toMatchObject({
      msg: 'failed',
      err: { type: 'Error', message: '550 <[address]>: no such mailbox' },
    });
    expect(JSON.stringify(lines)).not.toMatch(SECRETS);
  });

  it('leave out the questions of machines', async () => {
    await app.inject('/healthz');
    expect(lines).toEqual([]);
  });

  it('keep code and cause of an error', () => {
    const error = Object.assign(new Error('a', { cause: new Error('b of x@y.test') }), { code: 11000 });
    expect(describeError(error)).toMatchObject({ code: 11000, cause: { message: 'b of [address]' } });
    expect(describeError('thrown x@y.test')).toMatchObject({ message: 'thrown [address]' });
  });
});

import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { errors, Failure, type ErrorCode } from '../errors.ts';
import { DamagedError } from '../vault/cipher.ts';
import { ErasedError } from '../vault/data-keys.ts';

/** RFC 9457. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String(),
    detail: Type.Optional(Type.String()),
  },
  { additionalProperties: true },
);

/** Renders every error of the house, once. */
export function registerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const failure = asFailure(error);
    if (failure.status >= 500 || failure.code === 'damaged') request.log.error({ err: error }, 'a request failed');
    return sendProblem(reply, failure);
  });
  app.setNotFoundHandler((_request: FastifyRequest, reply) => sendProblem(reply, new Failure('not-found')));
}

/** Sends one failure as a problem document. */
export function sendProblem(reply: FastifyReply, failure: Failure): FastifyReply {
  const [status, title] = errors[failure.code];
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `about:blank#${failure.code}`,
        title,
        status,
        code: failure.code,
        ...(failure.detail ? { detail: failure.detail } : {}),
        ...failure.extra,
      }),
    );
}

/** What Fastify and its plugins refuse; whatever else of 4xx is the asker's mistake as well. */
const byStatus: Partial<Record<number, ErrorCode>> = {
  404: 'not-found',
  // Not a form with files, where one is needed.
  406: 'unsupported-type',
  413: 'too-large',
  415: 'unsupported-type',
  429: 'rate-limited',
};

function asFailure(error: FastifyError): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof ErasedError) return new Failure('erased');
  if (error instanceof DamagedError) return new Failure('damaged');
  if (error.validation) return new Failure('bad-request', error.message);
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) return new Failure(byStatus[status] ?? 'bad-request');
  if (/^Mongo(Network|ServerSelection|NotConnected|PoolCleared|PoolClosed)/.test(error.name))
    return new Failure('store-unavailable');
  return new Failure('internal-error');
}

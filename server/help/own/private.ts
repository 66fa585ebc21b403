import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * For pages that are one person's: no browser keeps them, no search engine finds them, no other site is told their
 * address. `same-origin`, and not `no-referrer`, under which browsers do not tell our own forms from those of others.
 */
export async function keepPrivate(_ask: FastifyRequest, answer: FastifyReply): Promise<void> {
  void answer.headers({
    'cache-control': 'no-store',
    'referrer-policy': 'same-origin',
    'x-robots-tag': 'noindex, nofollow',
  });
}

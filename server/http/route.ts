import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { fail } from '../errors.ts';

/** The app with types of requests and answers derived from their schemas. */
export type TypedApp = ReturnType<typeof typed>;
export const typed = (app: FastifyInstance) => app.withTypeProvider<TypeBoxTypeProvider>();

/** The hex id of the agent who asks; undefined for programs. */
export function agentId(request: FastifyRequest): string | undefined {
  return request.principal.kind === 'agent' ? request.principal.id : undefined;
}

/** Who asks, as the one who acts: an agent, or a program as the system. */
export function actor(request: FastifyRequest): { kind: 'agent' | 'system'; id?: string; name: string } {
  const { principal } = request;
  if (principal.kind === 'agent') return { kind: 'agent', id: principal.id, name: principal.name };
  if (principal.kind === 'token') return { kind: 'system', name: principal.name };
  return fail('not-signed-in');
}

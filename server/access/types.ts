import type { Policy, Principal } from './policies.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set before any handler runs. */
    principal: Principal;
  }
  interface FastifyContextConfig {
    /** Every route declares one; the start fails on a route without. */
    policy?: Policy;
  }
}

import type { Policy, Principal } from './policies.ts';

/** A route with what it asks. */
export interface DeclaredRoute {
  method: string;
  url: string;
  policy: Policy;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route of the house, in the order in which they were added. */
    declaredRoutes: readonly DeclaredRoute[];
  }
  interface FastifyRequest {
    /** Who asks; set before any handler runs. */
    principal: Principal;
  }
  interface FastifyContextConfig {
    /** Every route declares one; the start fails on a route without. */
    policy?: Policy;
  }
}

import type { FastifyInstance } from 'fastify';
import type { Realtime } from './push.ts';

/**
 * `/ws/inbox`: the session cookie and the page's origin are checked before the upgrade (access/authenticate.ts); an
 * access token opens no socket. Needs @fastify/websocket.
 */
export function realtimeRoutes(app: FastifyInstance, { hub }: Pick<Realtime, 'hub'>): void {
  app.get(
    '/ws/inbox',
    {
      websocket: true,
      config: { policy: 'self.read' },
    },
    (socket, request) => {
      if (request.principal.kind === 'agent') hub.join(socket, request.principal);
      else socket.close();
    },
  );
}

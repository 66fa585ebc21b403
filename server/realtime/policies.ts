import { declareSocket } from '../access/sockets.ts';
import { ClientFrame, ServerFrame } from './schema.ts';

/** What each frame of /ws/inbox asks. */
export const inboxSocket = declareSocket<ClientFrame['t'], ServerFrame['t']>(
  '/ws/inbox',
  { client: ClientFrame, server: ServerFrame },
  {
    client: { hello: 'tickets.read', watch: 'tickets.read', typing: 'tickets.write', ping: 'self.read' },
    server: {
      ready: 'tickets.read',
      resync: 'tickets.read',
      ticket: 'tickets.read',
      message: 'tickets.read',
      gone: 'tickets.read',
      agent: 'agents.read',
      channel: 'channels.read',
      call: 'customers.read',
      callback: 'callbacks.read',
      presence: 'tickets.read',
      pong: 'self.read',
      error: 'self.read',
    },
  },
);

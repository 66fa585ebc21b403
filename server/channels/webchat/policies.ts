import { declareSocket } from '../../access/sockets.ts';
import { DeskFrame, VisitorFrame } from './schema.ts';

/** What each frame of /ws/widget asks: everybody may say hello, and only who has a session may write and read. */
export const widgetSocket = declareSocket<VisitorFrame['t'], DeskFrame['t']>(
  '/ws/widget',
  { client: VisitorFrame, server: DeskFrame },
  {
    client: {
      hello: 'public',
      start: 'public',
      ping: 'public',
      message: 'chat.own',
      typing: 'chat.own',
      read: 'chat.own',
      email: 'chat.own',
      code: 'chat.own',
      address: 'chat.own',
      rate: 'chat.own',
      transcript: 'chat.own',
      requests: 'chat.own',
    },
    server: {
      ready: 'public',
      pong: 'public',
      error: 'public',
      session: 'chat.own',
      thread: 'chat.own',
      message: 'chat.own',
      ack: 'chat.own',
      typing: 'chat.own',
      read: 'chat.own',
      email: 'chat.own',
      code: 'chat.own',
      state: 'chat.own',
      transcript: 'chat.own',
      requests: 'chat.own',
    },
  },
);

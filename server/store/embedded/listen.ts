import { createServer, type Server, type Socket } from 'node:net';
import { MongoError } from './errors.ts';
import { runCommand } from './run.ts';
import type { Store } from './store.ts';
import { Framer, ProtocolError, writeHeader, type Incoming } from './wire.ts';

export type Address = { path: string } | { host: '127.0.0.1'; port: number };

/** A listening store; `close` ends its connections at once. */
export interface Listener {
  port: number | undefined;
  close(): Promise<void>;
}

/**
 * Serves MongoDB's protocol on a local socket, or on a port of 127.0.0.1. There is no authentication: who may open
 * the socket may read and write everything. The only place where the store opens a socket.
 */
export async function listen(store: Store, address: Address): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(store, socket);
  });
  await started(server, address);
  const bound = server.address();
  return {
    port: typeof bound === 'object' ? bound?.port : undefined,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function started(server: Server, address: Address): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(address, () => {
      server.off('error', failed);
      done();
    });
  });
}

function serve(store: Store, socket: Socket): void {
  const framer = new Framer();
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    try {
      for (const message of framer.push(chunk)) runMessage(store, socket, message);
    } catch (error) {
      // Bytes that are no message of this protocol: nothing that follows on this connection can be trusted.
      if (!(error instanceof ProtocolError || error instanceof MongoError)) throw error;
      socket.destroy();
    }
  });
}

function runMessage(store: Store, socket: Socket, message: Incoming): void {
  runCommand(store, message, (reply) => {
    if (message.silent || socket.destroyed) return;
    writeHeader(message, reply);
    socket.write(reply);
  });
}

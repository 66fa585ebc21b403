import mongoose, { type Connection } from 'mongoose';
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from '../config.ts';

export interface Store {
  db: Connection;
  /** Ends the connection, and the embedded store when it is ours. */
  close(): Promise<void>;
}

/** One mongoose connection: to MONGODB_URI, or to the embedded store that this starts. */
export async function openStore(
  config: Config,
  log: FastifyBaseLogger,
  onLost: (error: Error) => void,
): Promise<Store> {
  const embedded = config.mongodbUri ? undefined : await startOurs(config, onLost);
  const uri = config.mongodbUri ?? embedded?.uri ?? '';
  const db = mongoose.createConnection(uri, {
    autoIndex: false,
    autoCreate: false,
    serverSelectionTimeoutMS: 10_000,
    maxPoolSize: 32,
    // Ours answers nothing while it builds an index that a new version brings, and over a million documents that takes
    // longer than the driver waits. Its end is told by the thread, not by silence.
    ...(embedded ? { connectTimeoutMS: 0 } : {}),
    retryWrites: config.mongodbUri !== undefined,
    // A write is acknowledged to others only when it is durable here.
    writeConcern: config.mongodbUri ? { w: 'majority', journal: true } : { w: 1, journal: true },
  });
  db.on('error', (err: Error) => log.error({ err }, 'the store reports an error'));
  try {
    await db.asPromise();
  } catch (error) {
    await db.destroy().catch(() => undefined);
    await embedded?.stop();
    throw error;
  }
  return {
    db,
    async close() {
      await db.destroy();
      await embedded?.stop();
    },
  };
}

/** Loaded only when it is needed. */
async function startOurs(config: Config, onLost: (error: Error) => void) {
  const { startEmbedded } = await import('./embedded/start.ts');
  return await startEmbedded({ dataDir: config.dataDir, onExit: onLost });
}

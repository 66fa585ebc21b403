import { createHash, randomBytes, randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { addAgent } from '../../server/agents/add.ts';
import { ensureFirstAdmin } from '../../server/agents/first-admin.ts';
import type { Role } from '../../server/agents/model.ts';
import { buildApp, type Overrides } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import type { Clock, Context } from '../../server/context.ts';
import { logOptions } from '../../server/http/log.ts';
import { beginMoved } from './moved.ts';
import { watchFrames, type SocketFrames } from './socket-frames.ts';

export interface TestAppOptions {
  /** Further environment. */
  env?: Record<string, string>;
  clock?: Clock;
  /** On moved data (`npm run test:moved`): it begins with nothing nevertheless, for what counts all there is. */
  empty?: boolean;
  /** Goes on with the data of an earlier test app, whose close() was told to keep them. */
  dataDir?: string;
  /** Gets all that is logged, down to the last detail. */
  log?: Writable;
}

export interface TestAgent {
  id: string;
  email: string;
  password: string;
}

export interface TestApp {
  context: Context;
  server: FastifyInstance;
  dataDir: string;
  /** Every frame of its sockets, held against what it publishes; a wrong one fails `close`. */
  frames: SocketFrames;
  inject(options: InjectOptions): Promise<LightMyRequestResponse>;
  listen(): Promise<string>;
  /** A new agent of that role (agent by default), signed in. */
  signIn(role?: Role, more?: Partial<Parameters<typeof addAgent>[1]>): Promise<{ cookie: string; agent: TestAgent }>;
  close(keep?: boolean): Promise<void>;
}

/** The whole app on a real store: embedded in its folder, or a database of that folder's own at TEST_MONGODB_URI. */
export async function buildTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'ombud-test-')));
  const store = storeOf(dataDir);
  // test/documentdb.mjs --moved: a new desk is not empty.
  const template = options.dataDir === undefined && !options.empty ? process.env['TEST_MOVED'] : undefined;
  if (template && store['MONGODB_URI']) await beginMoved(template, dataDir, store['MONGODB_URI']);
  const port = await freePort();
  const config = readConfig({
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: dataDir,
    ADMIN_PASSWORD: 'correct horse battery',
    ...store,
    ...options.env,
  });
  const logger = loggerOf(options);
  const app = await buildApp(config, { ...(options.clock ? { clock: options.clock } : {}), logger });
  const frames = watchFrames(app.server);
  await ensureFirstAdmin(app.context);
  return {
    context: app.context,
    server: app.server,
    dataDir,
    frames,
    inject: (request) => app.server.inject(request),
    listen: () => app.listen(),
    signIn: (role = 'agent', more = {}) => signIn(app.server, app.context, role, more),
    async close(keep = false) {
      await app.close();
      if (process.env['TEST_MONGODB_URI'] && !keep) await dropDatabase(app.context);
      if (!keep) await rm(dataDir, { recursive: true, force: true });
      if (frames.wrong.length > 0) throw new Error(`frames that are not published:\n${frames.wrong.join('\n')}`);
    },
  };
}

function loggerOf({ log }: TestAppOptions): Overrides['logger'] {
  if (log) return { ...(logOptions({ logLevel: 'trace' }).logger as object), stream: log };
  return process.env['TEST_LOG'] ? { level: process.env['TEST_LOG'] } : false;
}

async function signIn(
  server: FastifyInstance,
  context: Context,
  role: Role,
  more: Partial<Parameters<typeof addAgent>[1]>,
): Promise<{ cookie: string; agent: TestAgent }> {
  const email = `${role}-${randomBytes(4).toString('hex')}@desk.test`;
  const password = 'correct horse battery';
  const { agent } = await addAgent(context, {
    email,
    name: `${role} ${email.slice(-15, -10)}`,
    role,
    password,
    ...more,
  });
  const login = { email: more.email ?? email, password };
  const answer = await server.inject({ method: 'POST', url: '/api/v1/session', payload: login });
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
  return { cookie, agent: { id: String(agent._id), ...login } };
}

function storeOf(dataDir: string): Record<string, string> {
  const uri = process.env['TEST_MONGODB_URI'];
  const name = `t${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`;
  return uri ? { MONGODB_URI: `${uri.replace(/\/+$/, '')}/${name}` } : {};
}

async function dropDatabase(context: Context): Promise<void> {
  const { default: mongoose } = await import('mongoose');
  const db = await mongoose.createConnection(context.config.mongodbUri ?? '').asPromise();
  await db.dropDatabase();
  await db.close();
}

/**
 * A port that was free a moment ago: addresses in mails and cookies need to be known before listening. Below those that
 * the kernel gives to clients, of which one could take it meanwhile.
 */
export async function freePort(): Promise<number> {
  const probe = createServer();
  const port = randomInt(10_100, 32_000);
  const free = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (!free) return freePort();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

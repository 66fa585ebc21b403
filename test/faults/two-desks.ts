import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import mongoose, { type Connection } from 'mongoose';
import { addToken } from '../../server/agents/token.ts';
import { buildTestApp, freePort, type TestApp } from '../support/app.ts';

const top = join(import.meta.dirname, '../..');

/** Server processes on one store that is a process of its own, or another engine's at `engine`. */
export class TwoDesks {
  readonly db: Connection;
  readonly urls: string[] = [];
  private readonly dataDir: string;
  private readonly uri: string;
  private readonly store: ChildProcess | undefined;
  private readonly servers: ChildProcess[] = [];

  private constructor(dataDir: string, uri: string, db: Connection, store: ChildProcess | undefined) {
    this.dataDir = dataDir;
    this.uri = uri;
    this.db = db;
    this.store = store;
  }

  /** `furnish` fills the desk before the servers start; a token for clients is made. */
  static async open(engine: string | undefined, furnish: (app: TestApp) => Promise<void>) {
    const dataDir = await mkdtemp(join(tmpdir(), 'ombud-two-'));
    const own = engine ? undefined : await startStore(dataDir);
    const uri = own?.uri ?? `${engine?.replace(/\/+$/, '')}/${basename(dataDir)}`;
    const app = await buildTestApp({ dataDir, env: { MONGODB_URI: uri } });
    await furnish(app);
    const token = await addToken(app.context, 'clients', ['tickets:read', 'tickets:write']);
    await app.server.close();
    await app.context.db.close();
    const db = await mongoose.createConnection(uri).asPromise();
    return { desks: new TwoDesks(dataDir, uri, db, own?.child), token };
  }

  async start(): Promise<void> {
    const port = await freePort();
    const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
    const env = { PATH, NODE_COMPILE_CACHE, HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'error' };
    const child = spawn(process.execPath, ['server/main.ts'], {
      cwd: top,
      env: { ...env, DATA_DIR: this.dataDir, MONGODB_URI: this.uri },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.servers.push(child);
    const url = `http://127.0.0.1:${port}`;
    for (const end = Date.now() + 60_000; Date.now() < end;) {
      const ok = await fetch(`${url}/healthz`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (ok) return void this.urls.push(url);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the server did not start within a minute');
  }

  /** As by `kill -9`. */
  async kill(place: number): Promise<void> {
    const child = this.servers[place];
    const ended = child && once(child, 'exit');
    child?.kill('SIGKILL');
    await ended;
  }

  async close(): Promise<void> {
    for (const child of this.servers) child.kill('SIGKILL');
    if (!this.store) await this.db.dropDatabase();
    await this.db.close();
    this.store?.kill('SIGKILL');
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

async function startStore(dataDir: string): Promise<{ uri: string; child: ChildProcess }> {
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
  const child = spawn(process.execPath, ['server/cli.ts', 'store', '--listen', '0'], {
    cwd: top,
    env: { PATH, NODE_COMPILE_CACHE, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(child.stdout)) {
    const uri = /mongodb:\S+/.exec(line)?.[0];
    if (uri) return { uri, child };
  }
  throw new Error('the store did not start');
}

import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose, { type Connection } from 'mongoose';
import { freePort } from '../support/app.ts';

export interface Running {
  url: string;
  smtpPort: number;
  dataDir: string;
  /** Milliseconds from the start of the process until /readyz said 200. */
  startedMs: number;
  process: ChildProcess;
  /** The admin's cookie. */
  cookie: string;
  /** The store, for seeding and counting, as any client reaches it. */
  db(): Promise<Connection>;
  /** Proportional set size of the process and all its children, in MB. */
  pss(): number;
  stop(options?: { keep?: boolean }): Promise<void>;
}

const top = join(import.meta.dirname, '../..');
/** The flags that `npm start` gives to Node. */
const scripts = (JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as { scripts: { start: string } }).scripts;
const flags = scripts.start.split(' ').filter((word) => word.startsWith('--'));
const ADMIN = { email: 'admin@desk.test', password: 'correct horse battery' };

/** The product as people start it, in a process of its own, on the embedded store. */
export async function startServer(options: { dataDir?: string; env?: Record<string, string>; entry?: string } = {}): Promise<Running> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'ombud-bench-')));
  const [port, smtpPort] = [await freePort(), await freePort()];
  const env = {
    PATH: process.env['PATH'],
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    MAIL_ADDRESS: 'support@desk.test',
    SMTP_IN_PORT: String(smtpPort),
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    ...options.env,
  };
  const began = performance.now();
  const child = spawn(process.execPath, [...flags, ...process.execArgv, options.entry ?? 'server/main.ts'], { cwd: top, env, stdio: ['ignore', 'ignore', 'inherit'] });
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${url}/readyz`)).ok, child);
  const startedMs = performance.now() - began;
  return {
    url,
    smtpPort,
    dataDir,
    startedMs,
    process: child,
    cookie: await signIn(url, ADMIN),
    db: () => connect(dataDir),
    pss: () => pssOf(child.pid ?? 0),
    async stop({ keep = false } = {}) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      if (!keep) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Signs in and answers the cookie. */
export async function signIn(url: string, who: { email: string; password: string }): Promise<string> {
  const answer = await call(`${url}/api/v1/session`, { method: 'POST', body: who });
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** An HTTP call with a JSON body; throws on anything but 2xx. */
export async function call(
  url: string,
  { method = 'GET', body, cookie }: { method?: string; body?: unknown; cookie?: string } = {},
): Promise<Response> {
  const answer = await fetch(url, {
    method,
    headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...(cookie ? { cookie } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  return answer;
}

async function until(check: () => Promise<boolean>, child: ChildProcess): Promise<void> {
  // Over a million tickets a new index takes its time.
  const giveUp = Date.now() + 300_000;
  while (Date.now() < giveUp) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    if (await check().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  child.kill('SIGKILL');
  throw new Error('the server was not ready within five minutes');
}

async function connect(dataDir: string): Promise<Connection> {
  const { socket } = JSON.parse(readFileSync(join(dataDir, 'store.json'), 'utf8')) as { socket: string };
  return await mongoose
    .createConnection(`mongodb://${encodeURIComponent(socket)}/ombud?directConnection=true`)
    .asPromise();
}

/** Proportional set size of a process and its children, in MB. */
export function pssOf(pid: number): number {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid);
  const own = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  return Number(own ?? 0) / 1024 + children.reduce((sum, child) => sum + pssOf(Number(child)), 0);
}

function parentOf(pid: string): number {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return 0;
  }
}

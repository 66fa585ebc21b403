import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/app.ts';

const main = join(import.meta.dirname, '../../server/main.ts');
let folder: string;
let settings: Record<string, string>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ombud-main-'));
  const uri = process.env['TEST_MONGODB_URI']?.replace(/\/+$/, '');
  settings = {
    HOST: '127.0.0.1',
    PORT: String(await freePort()),
    DATA_DIR: join(folder, 'data'),
    ...(uri ? { MONGODB_URI: `${uri}/${basename(folder)}` } : {}),
  };
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Server {
  process: ChildProcess;
  /** Everything that was printed so far. */
  text(): string;
  /** Resolves when it listens. */
  ready: Promise<void>;
  /** Resolves with the exit code. */
  ended: Promise<number | null>;
}

function start(env: Record<string, string> = {}): Server {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [main], { env: { PATH, ...settings, ...env }, cwd: folder });
  let text = '';
  const ready = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('Ombud listens on')) ready.resolve();
    });
  const ended = new Promise<number | null>((done) => child.on('close', done));
  return { process: child, text: () => text, ready: ready.promise, ended };
}

const url = (path: string): string => `http://127.0.0.1:${settings['PORT']}${path}`;

// Several starts a test, each of them a second or more on a busy machine.
describe('the process', { timeout: 60_000 }, () => {
  it('says all errors of its configuration and ends with 1', async () => {
    const server = start({ PORT: 'x', LOG_LEVEL: 'loud' });
    expect(await server.ended).toBe(1);
    expect(server.text()).toMatch(/^The configuration has 2 errors:\n- PORT .*\n- LOG_LEVEL .*\n$/);
  });

  it('prints its addresses and, once, the first admin, and ends gracefully', async () => {
    const first = start();
    await first.ready;
    expect(first.text()).toMatch(
      /\/inbox\/\n.*\/help\/en\/\n.*\/demo\nFirst admin: admin@localhost {2}one-time password: \S{20,}/,
    );
    expect((await fetch(url('/readyz'))).status).toBe(200);
    first.process.kill('SIGTERM');
    expect(await first.ended).toBe(0);

    const second = start();
    await second.ready;
    expect(second.text()).not.toContain('First admin');
    second.process.kill('SIGINT');
    expect(await second.ended).toBe(0);
  });

  it('answers what is under way before it ends', async () => {
    const server = start();
    await server.ready;
    const requests = Array.from({ length: 50 }, () => fetch(url('/help/en/')));
    await requests[0];
    server.process.kill('SIGTERM');
    const statuses = (await Promise.allSettled(requests)).map((r) => (r.status === 'fulfilled' ? r.value.status : 0));
    // Those that had no connection yet are refused; whoever had one is answered.
    expect(statuses.filter((status) => status !== 200 && status !== 0)).toEqual([]);
    expect(await server.ended).toBe(0);
  });

  it('ends at once at a second signal', async () => {
    const server = start();
    await server.ready;
    // A request whose body never ends holds the first one up.
    const held = fetch(url('/api/v1/session'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{')) }),
      duplex: 'half',
    } as RequestInit).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 300));
    server.process.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(server.process.exitCode).toBeNull();
    server.process.kill('SIGTERM');
    expect(await server.ended).toBe(1);
    expect(await held).toBeInstanceOf(Error);
  });

  it('says in words that its port is taken', async () => {
    const server = start();
    await server.ready;
    const other = start({ DATA_DIR: join(folder, 'other') });
    expect(await other.ended).toBe(1);
    expect(other.text()).toContain(`Port ${settings['PORT']} is in use by another program.`);
    server.process.kill('SIGTERM');
    await server.ended;
  });
});

import { loadSampleArticles } from '../knowledge-base/import-content.ts';
import type { FirstAdmin } from './agents/first-admin.ts';
import { ensureFirstAdmin } from './agents/first-admin.ts';
import { buildApp, type App } from './app.ts';
import { ConfigError, readConfig } from './config.ts';

/** What is not done by then is cut off. */
const CLOSE_LIMIT_MS = 9_000;
/** A terminal and npm both pass one Ctrl+C on. */
const ONE_PRESS_MS = 500;

/** A stretch of time this long, with less than this share of work, is quiet. */
const QUIET_MS = 6_000;
const QUIET_SHARE = 0.03;

/** The process: configuration, build, listen, close gracefully. Nothing else in the house ends it. */
async function main(): Promise<void> {
  let app: App | undefined;
  const end = ender(() => app);
  app = await buildApp(readConfig(), { onStoreLost: () => process.exit(1) });
  endOnErrors(app);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end);
  try {
    const admin = await ensureFirstAdmin(app.context);
    await loadSampleArticles(app.context);
    const told = process.argv.includes('--demo') ? await demo(app) : [];
    announce(app, await app.listen(), admin);
    giveBackWhenQuiet();
    for (const line of told) process.stdout.write(`${line}\n`);
  } catch (error) {
    await app.close();
    throw error;
  }
}

/**
 * What only the start needed, some 40 MB, would stay until the heap has grown far enough for a collection: it is given
 * back once, in the first quiet moment, because collecting stops everything for a tenth of a second.
 */
function giveBackWhenQuiet(): void {
  let before = performance.eventLoopUtilization();
  const timer = setInterval(() => {
    const { utilization } = performance.eventLoopUtilization(before);
    before = performance.eventLoopUtilization();
    if (utilization > QUIET_SHARE) return;
    clearInterval(timer);
    globalThis.gc?.();
  }, QUIET_MS).unref();
}

/** `npm run demo`: the sample company, unless it is there. */
async function demo({ context }: App): Promise<string[]> {
  const [{ addDemo }, { tell }] = await Promise.all([import('./demo/add.ts'), import('./cli/demo.ts')]);
  return tell(await addDemo(context), context.config.publicUrl || `http://localhost:${context.config.port}`);
}

/** The first signal ends the process gracefully, a second one at once. */
function ender(app: () => App | undefined): (signal: NodeJS.Signals) => void {
  let asked: number | undefined;
  return (signal) => {
    if (asked !== undefined) {
      if (performance.now() - asked > ONE_PRESS_MS) process.exit(1);
      return;
    }
    asked = performance.now();
    app()?.context.log.info({ signal }, 'ending');
    setTimeout(() => {
      app()?.context.log.error('not everything could be ended in time');
      process.exit(1);
    }, CLOSE_LIMIT_MS).unref();
    // Connections that were busy at first are kept open by browsers once they are answered.
    setInterval(() => app()?.server.server.closeIdleConnections(), 50).unref();
    void app()
      ?.close()
      .then(() => process.exit(0));
  };
}

/** What nobody caught may have left anything half done: the next start repairs it. */
function endOnErrors({ context: { log } }: App): void {
  for (const event of ['unhandledRejection', 'uncaughtException'] as const)
    process.on(event, (err: unknown) => {
      log.fatal({ err }, event);
      process.exit(1);
    });
}

function announce({ context: { config } }: App, address: string, admin: FirstAdmin | undefined): void {
  const base = config.publicUrl || address;
  const lines = [
    `Ombud listens on ${address} (ready after ${(performance.now() / 1000).toFixed(1)} s)`,
    `  inbox       ${base}/inbox/`,
    `  help site   ${base}/help/en/`,
    `  chat demo   ${base}/demo`,
  ];
  if (admin) {
    const password = admin.password === undefined ? 'the one in ADMIN_PASSWORD' : `${admin.password} (shown only now)`;
    lines.push(`First admin: ${admin.email}  one-time password: ${password}`);
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** In words where we know them, else with the place. */
function explain(error: unknown): string {
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is in use by another program. Set PORT to another one.`;
  if (code === 'EACCES' && port !== undefined)
    return `Port ${port} may not be used by this user. Set PORT to another one.`;
  if (error instanceof ConfigError || (error instanceof Error && error.constructor === Error)) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});

import { ensureFirstAdmin } from './agents/first-admin.ts';
import { buildApp } from './app.ts';
import { ConfigError, readConfig } from './config.ts';

/** The process: configuration, build, listen, close gracefully. */
async function main(): Promise<void> {
  const app = await buildApp(readConfig(process.env));
  const admin = await ensureFirstAdmin(app.context);
  const address = await app.listen();
  process.stdout.write(`Ombud listens on ${address}\n`);
  if (admin)
    process.stdout.write(`First admin: ${admin.email}  one-time password: ${admin.password ?? '(ADMIN_PASSWORD)'}\n`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void app.close().then(() => process.exit(0)));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String((error as Error).stack)}\n`);
  process.exit(1);
});

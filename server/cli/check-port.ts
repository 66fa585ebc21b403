import { createServer } from 'node:net';
import { ok, problem, type Finding } from './finding.ts';

/** Whether the server could listen there; tried by doing it for a moment. `running`: it does so already. */
export async function checkPort(host: string, port: number, running: boolean): Promise<Finding> {
  if (running) return inUse;
  if (port === 0) return ok('PORT takes a free one.');
  const probe = createServer();
  const error = await new Promise<NodeJS.ErrnoException | undefined>((done) => {
    probe.once('error', done);
    probe.listen(port, host, () => done(undefined));
  });
  // On a MongoDB the data folder does not tell whether a server is running.
  if (error?.code === 'EADDRINUSE' && (await isOmbud(host, port))) return inUse;
  if (error) return problem(`Port ${port} cannot be used (${error.code}).`);
  await new Promise((done) => probe.close(done));
  return ok(`Port ${port} is free.`);
}

const inUse = ok('The port is in use by the running server.');

/** Asks what listens there whether it is ready (or not), as only Ombud says it. */
async function isOmbud(host: string, port: number): Promise<boolean> {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  try {
    const answer = await fetch(`http://${name}:${port}/readyz`, { signal: AbortSignal.timeout(2000) });
    const state = (await answer.json()) as Record<string, unknown>;
    return ['ready', 'store', 'search', 'channels', 'queue'].every((part) => part in state);
  } catch {
    return false;
  }
}

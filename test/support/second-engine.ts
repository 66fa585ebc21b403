import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const top = resolve(import.meta.dirname, '../..');
const SETUP_LIMIT_MS = 5 * 60_000;

/** A second, independent MongoDB-compatible engine, or why there is none. */
export type SecondEngine = { uri: string; stop(): void } | { reason: string };

/**
 * Starts DocumentDB: the one that runs already (DOCDB_PORT, else 27018) is used and left running; else `docdb.sh` of
 * the folder $OMBUD_DOCUMENTDB, else ../shared/documentdb, starts it, and sets it up the first time (about a minute).
 */
export async function startSecondEngine(): Promise<SecondEngine> {
  const given = resolve(top, process.env['OMBUD_DOCUMENTDB'] ?? '../shared/documentdb');
  const port = Number(process.env['DOCDB_PORT'] ?? 27018);
  const uri = `mongodb://127.0.0.1:${port}/`;
  if (!existsSync(join(given, 'docdb.sh'))) return { reason: `there is no ${given}` };
  if (await listens(port)) return { uri, stop: () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'ombud-documentdb-'));
  cpSync(given, folder, { recursive: true });
  const script = (verb: string) =>
    spawnSync('bash', [join(folder, 'docdb.sh'), verb], { stdio: 'inherit', timeout: SETUP_LIMIT_MS });
  const stop = (): void => {
    script('stop');
    rmSync(folder, { recursive: true, force: true });
  };
  const { status, signal } = script('start');
  if (status === 0 && (await listens(port))) return { uri, stop };
  stop();
  return { reason: `it cannot be set up here (${signal ?? `code ${status}`})` };
}

function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('error', () => done(false));
    socket.on('connect', () => {
      socket.destroy();
      done(true);
    });
  });
}

// npm run test:documentdb: the integration suite on a second, independent MongoDB-compatible engine. Its folder is
// $OMBUD_DOCUMENTDB, else ../shared/documentdb. Where it is absent or cannot be set up that is said, and is no failure.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onNode24, top } from '../bin/on-node-24.mjs';

/** For everything, the set-up (about a minute the first time) included. */
const LIMIT_MS = 10 * 60_000;
const SETUP_LIMIT_MS = 5 * 60_000;
const STARTED = Date.now();

if (await onNode24()) process.exitCode = await main();

async function main() {
  const given = resolve(top, process.env.OMBUD_DOCUMENTDB ?? '../shared/documentdb');
  const port = Number(process.env.DOCDB_PORT ?? 27018);
  if (!existsSync(join(given, 'docdb.sh'))) return skip(`there is no ${given}`);
  if (await listens(port)) {
    process.stdout.write(`The second engine is running on port ${port}; it is used and left running.\n`);
    return runSuite(port);
  }
  const folder = mkdtempSync(join(tmpdir(), 'ombud-documentdb-'));
  cpSync(given, folder, { recursive: true });
  try {
    const { status, signal } = engine(folder, 'start');
    if (status !== 0 || !(await listens(port))) return skip(`it cannot be set up here (${signal ?? `code ${status}`})`);
    return await runSuite(port);
  } finally {
    engine(folder, 'stop');
    rmSync(folder, { recursive: true, force: true });
  }
}

function engine(folder, verb) {
  return spawnSync('bash', [join(folder, 'docdb.sh'), verb], { stdio: 'inherit', timeout: SETUP_LIMIT_MS });
}

function skip(reason) {
  const line = '*'.repeat(72);
  process.stdout.write(`${line}\nSKIPPED: the tests on the second engine did not run: ${reason}\n${line}\n`);
  process.stdout.write('0 passed, 0 failed, 1 skipped\n');
  return 0;
}

/** Resolves with the exit code of the suite: once the engine is up, a failing test is a failure. */
function runSuite(port) {
  const uri = `mongodb://127.0.0.1:${port}/`;
  process.stdout.write(
    `The tests of test/server, test/bots and test/knowledge-base run with the second engine, ${uri}, as their store.\n` +
      'Left out: test/server/store/embedded (the embedded engine itself) and test/*.test.ts (without a store).\n',
  );
  const within = Math.round((STARTED + LIMIT_MS - Date.now()) / 1000);
  const args = [join(top, 'test/run.mjs'), `--within=${within}`, 'server'];
  const env = { ...process.env, TEST_MONGODB_URI: uri };
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit', env });
    child.on('exit', (code) => done(code ?? 1));
  });
}

function listens(port) {
  return new Promise((done) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('error', () => done(false));
    socket.on('connect', () => {
      socket.destroy();
      done(true);
    });
  });
}

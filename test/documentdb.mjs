// npm run test:documentdb: the integration suite on a second, independent MongoDB-compatible engine; with --moved, on
// data that were written on the embedded store and came there by `ombud move`. See test/support/second-engine.ts for
// where the engine comes from. Where it is absent or cannot be set up that is said, and is no failure.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onNode24, top } from '../bin/on-node-24.mjs';

/** For everything, the set-up (about a minute the first time) included; a move before each file takes longer. */
const LIMIT_MS = 20 * 60_000;
const MOVED_LIMIT_MS = 45 * 60_000;
/** Tickets that are there before each test's own, on moved data. */
const TICKETS = 80;

if (await onNode24()) process.exitCode = await main(process.argv.includes('--moved'));

async function main(moved) {
  const deadline = Date.now() + (moved ? MOVED_LIMIT_MS : LIMIT_MS);
  const { startSecondEngine } = await import('./support/second-engine.ts');
  const engine = await startSecondEngine();
  if ('reason' in engine) return skip(engine.reason);
  try {
    return moved ? await onMovedData(engine.uri, deadline) : await runSuite(engine.uri, deadline);
  } finally {
    engine.stop();
  }
}

async function onMovedData(uri, deadline) {
  const { fillDesk } = await import('./support/filled-desk.ts');
  const template = mkdtempSync(join(tmpdir(), 'ombud-filled-'));
  try {
    await fillDesk(template, TICKETS);
    return await runSuite(uri, deadline, template);
  } finally {
    rmSync(template, { recursive: true });
  }
}

function skip(reason) {
  const line = '*'.repeat(72);
  process.stdout.write(`${line}\nSKIPPED: the tests on the second engine did not run: ${reason}\n${line}\n`);
  process.stdout.write('0 passed, 0 failed, 1 skipped\n');
  return 0;
}

/** Resolves with the exit code of the suite: once the engine is up, a failing test is a failure. */
function runSuite(uri, deadline, template) {
  process.stdout.write(
    `The tests of test/server, test/bots and test/knowledge-base run with the second engine, ${uri}, as their store.\n` +
      (template
        ? `Each begins with a desk of ${TICKETS} tickets that was filled on the embedded store and moved there.\n`
        : '') +
      'Left out: test/server/store/embedded (the embedded engine itself) and test/*.test.ts (without a store).\n',
  );
  const within = Math.round((deadline - Date.now()) / 1000);
  const args = [join(top, 'test/run.mjs'), `--within=${within}`, 'server'];
  const env = { ...process.env, TEST_MONGODB_URI: uri, ...(template ? { TEST_MOVED: template } : {}) };
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit', env });
    child.on('exit', (code) => done(code ?? 1));
  });
}

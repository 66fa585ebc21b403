// npm test: every check in order, the same here and in CI.
//   node test/run.mjs [--full] [--within=SECONDS] [step …]      --full: the long form of the faults
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onNode24, top } from '../bin/on-node-24.mjs';
import { report } from './report.mjs';

/** It shall take under 12 minutes on two cores; what has not ended by then on a noisy machine may go on until this. */
const LIMIT_MS = 20 * 60_000;

const tool = (path, ...args) => [join(top, 'node_modules', path), ...args];
const lint = ['lint', tool('eslint/bin/eslint.js', '.')];
const checks = [
  ['format', tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')],
  ['types: server', tool('typescript/bin/tsc', '-p', 'tsconfig.json')],
  ['types: journeys', tool('typescript/bin/tsc', '-p', 'test/journeys')],
  ['types: web', tool('typescript/bin/tsc', '-p', 'web/tsconfig.json')],
  ['types: web tests', tool('typescript/bin/tsc', '-p', 'test/web')],
  ['types: svelte', tool('svelte-check/bin/svelte-check', '--tsconfig', 'web/tsconfig.json', '--threshold', 'warning')],
  ['build', [join(top, 'web/build.ts')]],
];
const NOTHING = { passed: 0, failed: 0, skipped: [], failures: [], second: [] };
// The server's tests wait for disks and sockets, and leave room for what only computes. Browsers, and servers that are
// killed, wait more than they work: those go together.
const stages = [
  { suites: ['server', 'web'], beside: [lint] },
  { suites: ['journeys', 'faults'], beside: [] },
];

if (await onNode24()) process.exitCode = await runAll(process.argv.slice(2));

/** Runs the named steps (all when none is named); resolves with the exit code. */
async function runAll(args) {
  const started = performance.now();
  const named = args.filter((arg) => !arg.startsWith('--'));
  const full = args.includes('--full');
  const wanted = (name) => named.length === 0 || named.some((prefix) => name.startsWith(prefix));
  const within = args.find((arg) => arg.startsWith('--within='))?.slice('--within='.length);
  const limit = within ? Number(within) * 1000 : full || named.length > 0 ? Infinity : LIMIT_MS;
  const deadline = Date.now() + limit;
  const chosen = (list) => list.filter(([name]) => wanted(name));
  const results = await runChecks(chosen(checks), deadline);
  for (const { suites, beside } of stages) {
    const names = suites.filter(wanted);
    const runs = names.map((name) => runSuite(name, { deadline, full, together: names.length > 1 }));
    const [checked, ...counted] = await Promise.all([runChecks(chosen(beside), deadline), ...runs]);
    results.push(...checked, ...counted);
  }
  return report(results, started);
}

/** Two at a time; what each prints stands together. */
async function runChecks(wanted, deadline) {
  const results = [];
  const todo = [...wanted];
  const worker = async () => {
    for (let next = todo.shift(); next; next = todo.shift()) {
      const [name, command] = next;
      const { ok, seconds } = await run(name, command, { deadline, together: true });
      const failures = ok ? [] : [name];
      results.push({ ...NOTHING, name, seconds, passed: ok ? 1 : 0, failed: failures.length, failures });
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

/** One project of vitest.config.ts, counted by test/reporter.mjs. */
async function runSuite(name, { deadline, full, together }) {
  const folder = mkdtempSync(join(tmpdir(), 'ombud-test-'));
  const counts = join(folder, 'counts.json');
  const command = tool(
    'vitest/vitest.mjs',
    'run',
    '--project',
    name,
    '--reporter=default',
    '--reporter=test/reporter.mjs',
    // One browser, one killed server at a time.
    ...(name === 'journeys' || name === 'faults' ? ['--no-file-parallelism'] : []),
  );
  const env = { OMBUD_TEST_COUNTS: counts, ...(full ? { OMBUD_FAULTS: 'full' } : {}) };
  const { ok, seconds } = await run(`tests: ${name}`, command, { deadline, env, together });
  const counted = readCounts(counts);
  rmSync(folder, { recursive: true });
  // Ended badly without a failed test: the runner itself broke, or time was up.
  const failed = counted.failed || (ok ? 0 : 1);
  const failures =
    failed > counted.failures.length ? [...counted.failures, `tests: ${name} ended badly`] : counted.failures;
  return { ...counted, name: `tests: ${name}`, seconds, failed, failures };
}

function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return NOTHING;
  }
}

/** With `together`, the output is printed when the command has ended. */
async function run(name, command, { deadline, env = {}, together = false }) {
  const print = (text) => process.stdout.write(text);
  if (!together) print(`\n== ${name}\n`);
  const started = performance.now();
  const left = deadline - Date.now();
  const late = left <= 0 ? 'not run: the time for all tests is up\n' : '';
  const { code, output } = late ? { code: 1, output: late } : await ended(command, { env, left, together });
  const seconds = (performance.now() - started) / 1000;
  if (together) print(`\n== ${name}\n`);
  print(`${output}== ${name}: ${code === 0 ? 'passed' : 'FAILED'} in ${seconds.toFixed(1)} s\n`);
  return { ok: code === 0, seconds };
}

/** Resolves with the exit code, and with what it printed when that is wanted together. */
function ended(command, { env, left, together }) {
  return new Promise((done) => {
    const stdio = together ? ['ignore', 'pipe', 'pipe'] : 'inherit';
    const child = spawn(process.execPath, command, { cwd: top, stdio, env: { ...process.env, ...env } });
    const timer = Number.isFinite(left) && setTimeout(outOfTime, left);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    function outOfTime() {
      process.stdout.write('stopped: the time for all tests is up\n');
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 5000).unref();
    }
    child.on('close', (code) => {
      clearTimeout(timer);
      done({ code: code ?? 1, output });
    });
  });
}

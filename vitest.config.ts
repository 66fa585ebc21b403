import { svelte } from '@sveltejs/vite-plugin-svelte';
import { configDefaults, defineConfig } from 'vitest/config';

// On a foreign engine (test/documentdb.mjs) the embedded one's own tests say nothing, nor do those without a store.
const elsewhere = process.env.TEST_MONGODB_URI
  ? ['test/server/store/embedded/**', 'test/*.test.ts']
  : ['test/server/store/beside.test.ts'];
// Beside that engine the embedded one stands in its own tests there; for long in the long form of the faults. Only there
// an erasure is killed, which takes ten seconds each time; its steps are in test/server/cli/erase.test.ts. Two servers on
// one store stand there as well: what routes is killed in test/faults/routing.test.ts each time.
const full = process.env.OMBUD_FAULTS === 'full';
const short = full ? [] : ['beside', 'erase-kill', 'two-desks'].map((name) => `test/faults/${name}.test.ts`);
// A line that is cut for a minute is a fault; for a second it is a journey.
const long = full ? ['test/journeys/offline.test.ts'] : [];

// Real parts and real sockets, in two processes. A process loads the product once for all its files (a second of work
// for each otherwise), so modules that tests share register no hooks of their own.
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    isolate: false,
    // Waits are for what must come, not for how fast: that is measured by `npm run bench`.
    // Those that lose a race with a busy machine are tried once more, and named by test/reporter.mjs.
    retry: 1,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'server',
          include: ['test/{server,bots,knowledge-base}/**/*.test.ts', 'test/*.test.ts'],
          exclude: [...configDefaults.exclude, ...elsewhere],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        plugins: [svelte({ configFile: false })],
        // The browser's build of Svelte, so that the state classes' runes are live.
        resolve: { conditions: ['browser'] },
        // They stand in for what a browser has: each file for itself.
        test: {
          name: 'web',
          include: ['test/web/**/*.test.ts'],
          environment: 'node',
          testTimeout: 30_000,
          isolate: true,
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts', ...long],
          exclude: [...configDefaults.exclude, ...short],
          environment: 'node',
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});

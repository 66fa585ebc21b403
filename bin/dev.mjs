// npm run dev: front ends are built again when they change, the server starts again when what it loaded changes.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { FRONT_ENDS, stampsFile } from '../web/stamp.ts';
import { buildsOf } from '../web/vite.ts';
import { top } from './on-node-24.mjs';

// These builds are for development only: the next start makes proper ones.
rmSync(stampsFile, { force: true });
const watchers = [];
for (const config of FRONT_ENDS.flatMap(buildsOf)) {
  const watcher = await build({
    ...config,
    logLevel: 'info',
    build: { ...config.build, watch: {}, minify: false, emptyOutDir: false },
  });
  // One after the other, and all of them before the server starts.
  await firstBuild(watcher);
  watchers.push(watcher);
}

const server = spawn(process.execPath, ['--watch', '--watch-preserve-output', join(top, 'server/main.ts')], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.on('exit', async (code) => {
  await Promise.all(watchers.map((watcher) => watcher.close()));
  process.exit(code ?? 0);
});

/** Resolves when the first build has ended, well or badly: mistakes are printed and may be mended. */
function firstBuild(watcher) {
  return new Promise((resolve) => {
    watcher.on('event', ({ code }) => {
      if (code === 'END' || code === 'ERROR') resolve();
    });
  });
}

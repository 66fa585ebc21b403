// npm run dev: front ends are built again when they change, the server starts again when what it loaded changes.
import { spawn } from 'node:child_process';
import { existsSync, rmSync, watch } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { removeCompressed } from '../web/compress.ts';
import { FRONT_ENDS, distFolder, stampsFile } from '../web/stamp.ts';
import { buildsOf } from '../web/vite.ts';
import { top } from './on-node-24.mjs';

// These builds are for development only: the next start makes proper ones.
rmSync(stampsFile, { force: true });
if (existsSync(distFolder)) await removeCompressed(distFolder);
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

// Not `node --watch`: it sends messages of its own from worker threads.
let server = startServer();
let ending = false;
let restart;
for (const folder of ['server', 'bots', 'knowledge-base', 'dist/help/server'])
  watch(join(top, folder), { recursive: true }, () => {
    clearTimeout(restart);
    restart = setTimeout(() => server.kill('SIGTERM'), 200);
  });
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    ending = true;
    if (server.exitCode !== null) process.exit(0);
    server.kill(signal);
  });

function startServer() {
  const child = spawn(process.execPath, [join(top, 'server/main.ts')], { stdio: 'inherit' });
  child.on('exit', async (code) => {
    if (ending) {
      await Promise.all(watchers.map((watcher) => watcher.close()));
      process.exit(code ?? 0);
    }
    // After a mistake the next change starts it again.
    if (code) await new Promise((resolve) => watchOnce(resolve));
    server = startServer();
  });
  return child;
}

function watchOnce(resolve) {
  process.stdout.write('The server has ended; it starts again after a change.\n');
  const watcher = watch(join(top, 'server'), { recursive: true }, () => {
    watcher.close();
    resolve();
  });
}

/** Resolves when the first build has ended, well or badly: mistakes are printed and may be mended. */
function firstBuild(watcher) {
  return new Promise((resolve) => {
    watcher.on('event', ({ code }) => {
      if (code === 'END' || code === 'ERROR') resolve();
    });
  });
}

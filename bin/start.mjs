#!/usr/bin/env node
// npm start | npm run dev (--dev) | npm run demo (--demo)
import { spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { onNode24, top } from './on-node-24.mjs';

if (await onNode24()) {
  const { prepare } = await import('./prepare.mjs');
  prepare();
  if (process.argv.includes('--dev')) await import('./dev.mjs');
  else {
    await buildFrontEnds();
    await import('../server/main.ts');
  }
}

/** In a process of its own, so that Vite's memory does not stay. */
async function buildFrontEnds() {
  const { outOfDate } = await import('../web/stamp.ts');
  if (outOfDate().length === 0) return;
  process.stdout.write('Building the front ends. This happens once, and after changes.\n');
  const { status, signal } = spawnSync(process.execPath, [join(top, 'web/build.ts')], { stdio: 'inherit' });
  if (signal) process.exit(128 + constants.signals[signal]);
  if (status !== 0) process.exit(status ?? 1);
}

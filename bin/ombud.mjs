#!/usr/bin/env node
// ombud <verb>: see server/cli.ts
import { onNode24 } from './on-node-24.mjs';

if (await onNode24()) {
  const { prepare } = await import('./prepare.mjs');
  prepare();
  await import('../server/cli.ts');
}

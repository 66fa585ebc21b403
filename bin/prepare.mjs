import { existsSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { top } from './on-node-24.mjs';

/** What a process of Ombud needs before anything else is loaded: the settings in `.env`, and V8's compile cache. */
export function prepare() {
  readEnvFile();
  cacheCompiled();
}

/** Settings may stand in `.env` beside package.json; what the environment says already wins. */
function readEnvFile() {
  const file = join(top, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

/**
 * Keeps what V8 compiled from one start to the next, beside the packages (the system's temporary folder may be
 * anybody's). Threads read the variable.
 */
function cacheCompiled() {
  process.env.NODE_COMPILE_CACHE ??= join(top, 'node_modules', '.cache', 'compiled');
  enableCompileCache(process.env.NODE_COMPILE_CACHE);
  // What is written only at a clean end would be lost with the first kill -9.
  setTimeout(flushCompileCache, 5000).unref();
}

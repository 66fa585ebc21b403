// Runs on any Node from 20.19 on: nothing here may need a newer one.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';

export const top = join(import.meta.dirname, '..');

/**
 * True when this process runs on a Node that can run Ombud. Otherwise the same command is run again on the Node that
 * is pinned in node_modules, in its place where the system can do that, else as its child in the same process group;
 * then this never returns. When there is none, it says in words what to do and ends with 1.
 */
export async function onNode24() {
  const isNode24 = process.versions.node.startsWith('24.');
  if (isNode24 && isNewEnough()) return true;
  const pinned = pinnedNode();
  if (pinned) return runAgain(pinned);
  if (isNewEnough()) return true;
  process.stderr.write(`${whatToDo()}\n`);
  process.exit(1);
}

/** 24.7 brought Argon2id. */
function isNewEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 7);
}

const names = { win32: 'win', darwin: 'darwin', linux: 'linux' };

function pinnedNode() {
  const folder = `node-${names[process.platform] ?? process.platform}-${process.arch}`;
  const path = join(top, 'node_modules', folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(path) ? path : undefined;
}

function whatToDo() {
  return `Ombud runs on Node 24 (24.7 or newer); this is Node ${process.versions.node} on ${process.platform} ${process.arch}.
Either install the one that Ombud brings along:  npm ci --include=optional
or install Node 24 from https://nodejs.org and run this command again with it.`;
}

/** Never returns. */
function runAgain(node) {
  const args = [...process.execArgv, ...process.argv.slice(1)];
  if (typeof process.execve === 'function') {
    process.removeAllListeners('warning');
    process.execve(node, [node, ...args], process.env);
  }
  const child = spawn(node, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends Ctrl+C to the whole group: the child has it already.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    process.stderr.write(`${node} does not start: ${error.message}\n${whatToDo()}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
  return new Promise(() => {});
}

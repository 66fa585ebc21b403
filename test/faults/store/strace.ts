import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';

/** A running process under strace. */
export interface Traced {
  /** Lets the process go on alone, and answers what was written down. */
  detach(): Promise<string>;
}

/** Attaches strace to a process and all its threads; undefined where that is not possible. */
export async function attach(pid: number, log: string, ...options: string[]): Promise<Traced | undefined> {
  const child = spawn('strace', ['-f', '-y', '-o', log, ...options, '-p', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'close').catch(() => undefined);
  const isAttached = await new Promise<boolean>((done) => {
    child.once('error', () => done(false));
    child.once('close', () => done(false));
    child.stderr.on('data', (chunk: Buffer) => chunk.includes('attached') && done(true));
  });
  if (!isAttached) return undefined;
  return {
    async detach() {
      child.kill('SIGINT');
      await ended;
      return existsSync(log) ? readFileSync(log, 'utf8') : '';
    },
  };
}

/** Clean: on disk. Dirty: a sync brings it there. Lost: a sync failed, only writing it all anew helps. */
type State = 'clean' | 'dirty' | 'lost';

/**
 * Reads a log of pwrite64, fsync, fdatasync and writes to sockets, and tells where an answer left before what it
 * speaks of was synced, or a file was written too early or begun anew too late for a power cut. A thread that copies
 * the log into the file must have synced the log itself before: others may go on writing to the log's end. `head` is the log's head before the first line.
 */
export function unsafeMoments(lines: string, head: Buffer) {
  const result = { unsafe: [] as string[], answers: 0, refusals: 0, copies: 0 };
  const state: { log: State; file: State } = { log: 'clean', file: 'clean' };
  /** By thread: what it is syncing, and whether that is all there is: nothing was written meanwhile. */
  const syncing = new Map<string, { name: 'log' | 'file'; isAll: boolean }>();
  const mayCopy = new Set<string>();
  let current = head;
  const ended = (thread: string, isDone: boolean) => {
    const sync = syncing.get(thread);
    if (!sync) return;
    syncing.delete(thread);
    if (!isDone) state[sync.name] = 'lost';
    else if (sync.isAll && state[sync.name] === 'dirty') state[sync.name] = 'clean';
    if (isDone && sync.name === 'log') mayCopy.add(thread);
    else mayCopy.delete(thread);
  };
  const written = (thread: string, name: 'log' | 'file', what: string) => {
    const isHead = name === 'log' && /, 32, 0\)/.test(what);
    // After a failed sync the same log is written once more: its head has the same salt, and nothing begins anew.
    const begins = isHead && !bytesOf(what).equals(current);
    if (name === 'file' && !mayCopy.has(thread)) result.unsafe.push(`the file is written too early: ${what}`);
    if (begins && state.file !== 'clean') result.unsafe.push(`the log begins anew too early: ${what}`);
    if (begins) result.copies++;
    if (begins) current = bytesOf(what);
    if (isHead || state[name] === 'clean' || name === 'file') state[name] = 'dirty';
    for (const sync of syncing.values()) if (sync.name === name) sync.isAll = false;
  };
  for (const line of lines.split('\n')) {
    const [, thread = '', what = ''] = /^(\d+) +(\S.*)$/.exec(line) ?? [];
    const name = fileOf(what);
    if (/^f(?:data)?sync\(/.test(what) && name) syncing.set(thread, { name, isAll: true });
    if (/sync(?:\(| resumed).* = (?:0|-1 E.*)$/.test(what)) ended(thread, what.endsWith(' = 0'));
    else if (what.startsWith('pwrite64') && name) written(thread, name, what);
    else if (/^(?:write|writev|sendmsg|sendto)\(\d+<(?:TCP|UNIX|socket)/.test(what)) {
      if (what.includes('errmsg')) result.refusals++;
      else if (state.log !== 'clean') result.unsafe.push(`an answer leaves too early: ${what}`);
      else result.answers++;
    }
  }
  return result;
}

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', v: '\v', f: '\f' };

/** What a call writes, as strace quotes it. */
function bytesOf(call: string): Buffer {
  const quoted = /"(.*)"/.exec(call)?.[1] ?? '';
  const plain = quoted.replace(/\\([0-7]{1,3}|.)/g, (_, code: string) =>
    /^[0-7]/.test(code) ? String.fromCharCode(parseInt(code, 8)) : (ESCAPES[code] ?? code),
  );
  return Buffer.from(plain, 'latin1');
}

function fileOf(call: string): 'log' | 'file' | undefined {
  const path = /^\w+\(\d+<([^>]*)>/.exec(call)?.[1] ?? '';
  return path.endsWith('ombud.db-wal') ? 'log' : path.endsWith('ombud.db') ? 'file' : undefined;
}

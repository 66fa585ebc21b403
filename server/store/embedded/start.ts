import { mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Address } from './listen.ts';
import type { WorkerNews, WorkerTask } from './worker.ts';

export interface EmbeddedOptions {
  /** Folder of `ombud.db`; made if it is not there. */
  dataDir: string;
  /** Serve on this port of 127.0.0.1 (0: any) and not on a local socket. */
  port?: number;
  /** Told when the store ends without being asked to. */
  onExit?: (error: Error) => void;
}

export interface Embedded {
  /** For mongoose and any MongoDB driver. */
  uri: string;
  /** Answers what was asked, folds the log into the file and ends the thread. */
  stop(): Promise<void>;
}

const FOLDER = 'ombud-store-';
const LONGEST_SOCKET_PATH = 100;

/** Data folders that this process has open: SQLite keeps other processes away, not other threads of this one. */
const open = new Set<string>();

/**
 * Starts the embedded store in a worker thread. Refuses, with words, a data folder that another process uses, and a
 * file that is damaged, foreign or newer.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  mkdirSync(options.dataDir, { recursive: true });
  const folder = realpathSync(options.dataDir);
  if (open.has(folder)) throw new Error(`${join(folder, 'ombud.db')} is in use by this process already`);
  open.add(folder);
  try {
    return await start(options, () => open.delete(folder));
  } catch (error) {
    open.delete(folder);
    throw error;
  }
}

async function start(options: EmbeddedOptions, ended: () => void): Promise<Embedded> {
  const address = options.port === undefined ? localAddress() : tcpAddress(options.port);
  const task: WorkerTask = { file: join(options.dataDir, 'ombud.db'), address };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: task, name: 'store' });
  const port = await ready(worker).catch((error: unknown) => {
    removeSocket(address);
    throw error;
  });
  const uri = uriOf(address, port);
  const note = join(options.dataDir, 'store.json');
  removeStale(note);
  writeNote(note, { pid: process.pid, uri, ...('path' in address && { socket: address.path }) });
  const watched = watch(worker, options.onExit ?? (() => {}), ended);
  return {
    uri,
    async stop() {
      await watched.stop();
      removeSocket(address);
      rmSync(note, { force: true });
    },
  };
}

/** A socket in a folder that only this user may enter; Windows has named pipes, but drivers do not take them. */
function localAddress(): Address {
  if (process.platform === 'win32') return tcpAddress(0);
  const base = tmpdir().length + FOLDER.length + 10 > LONGEST_SOCKET_PATH ? '/tmp' : tmpdir();
  return { path: join(mkdtempSync(join(base, FOLDER)), 's.sock') };
}

function tcpAddress(port: number): Address {
  return { host: '127.0.0.1', port };
}

function uriOf(address: Address, port: number | undefined): string {
  const host = 'path' in address ? encodeURIComponent(address.path) : `127.0.0.1:${port}`;
  return `mongodb://${host}/ombud?directConnection=true`;
}

function ready(worker: Worker): Promise<number | undefined> {
  return new Promise((done, failed) => {
    worker.once('error', failed);
    worker.once('exit', (code) => failed(new Error(`the store ended at its start (${code})`)));
    worker.once('message', (news: WorkerNews) => {
      worker.removeAllListeners();
      if (news.kind === 'ready') done(news.port);
      else failed(new Error(news.kind === 'refused' ? news.message : `the store said ${news.kind}`));
    });
  });
}

function watch(worker: Worker, onExit: (error: Error) => void, ended: () => void) {
  let stopping: Promise<void> | undefined;
  let reason: Error | undefined;
  worker.on('error', (error) => (reason = error as Error));
  worker.on('message', (news: WorkerNews) => {
    if (news.kind === 'warning') process.emitWarning(news.message);
  });
  const exited = new Promise<void>((done) => {
    worker.once('exit', (code) => {
      ended();
      done();
      if (!stopping) onExit(reason ?? new Error(`the store ended (${code})`));
    });
  });
  return {
    stop: () =>
      (stopping ??= new Promise<void>((done, failed) => {
        worker.on('message', (news: WorkerNews) => {
          if (news.kind === 'stopped' && news.message) failed(new Error(news.message));
        });
        worker.postMessage('stop');
        void exited.then(done);
      })),
  };
}

/** What a process that was killed left behind; the file's lock has told that nobody uses it any more. */
function removeStale(note: string): void {
  try {
    const { socket } = JSON.parse(readFileSync(note, 'utf8')) as { socket?: string };
    if (socket && basename(dirname(socket)).startsWith(FOLDER))
      rmSync(dirname(socket), { recursive: true, force: true });
  } catch {
    // no note, or half of one: nothing to clear away
  }
}

function removeSocket(address: Address): void {
  if ('path' in address) rmSync(dirname(address.path), { recursive: true, force: true });
}

/** Where the store listens, for the command line; without room for it the store runs all the same. */
function writeNote(note: string, content: object): void {
  try {
    writeFileSync(`${note}.new`, JSON.stringify(content), { mode: 0o600 });
    renameSync(`${note}.new`, note);
  } catch (error) {
    process.emitWarning(`The command line will not find the running store: ${(error as Error).message}`);
  }
}

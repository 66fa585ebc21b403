import { parentPort, workerData } from 'node:worker_threads';
import type { AsideNews, AsideTask } from './aside.ts';
import { runCommand } from './run.ts';
import { Store } from './store.ts';

/** How long a read may see the same state of the file: as long, its log cannot begin anew. */
const SLICE_MS = 50;

const port = parentPort!;
const store = Store.beside(workerData as string);
const { sql, cursors, catalog, pace } = store;
const copy = sql.prepare('PRAGMA wal_checkpoint(PASSIVE)');
const version = sql.prepare('PRAGMA data_version');
let seen: unknown;
let until = 0;

pace.breathe = () => {
  if (performance.now() < until) return;
  sql.exec('COMMIT');
  begin();
};

port.on('message', (task: AsideTask | 'end') => {
  if (task === 'end') {
    sql.close();
    return port.close();
  }
  try {
    answer(task);
  } catch (error) {
    if (sql.isTransaction) sql.exec('ROLLBACK');
    const { message, errcode } = error as Error & { errcode?: number };
    tell({ id: task.id, cursors: cursors.size, error: { message, ...(errcode !== undefined && { errcode }) } });
  }
});

function answer(task: AsideTask): void {
  if (task.kind === 'read') return read(task.id, task.message);
  if (task.kind === 'copy') copy.get();
  else cursors.closeIdle(Date.now());
  tell({ id: task.id, cursors: cursors.size });
}

function read(id: number, { body, sequences, room }: Extract<AsideTask, { kind: 'read' }>['message']): void {
  begin();
  const message = {
    body: toBuffer(body),
    sequences: sequences.map(({ name, documents }) => ({ name, documents: documents.map(toBuffer) })),
    room,
  };
  runCommand(store, message, (reply) => {
    if (sql.isTransaction) sql.exec('COMMIT');
    tell({ id, cursors: cursors.size, reply }, [reply.buffer as ArrayBuffer]);
  });
}

/** Sees what has been committed by now, and takes over what became of collections and indexes. */
function begin(): void {
  sql.exec('BEGIN');
  until = performance.now() + SLICE_MS;
  const now = version.get()!.data_version;
  if (now !== seen) catalog.refresh();
  seen = now;
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function tell(news: AsideNews, transfer: ArrayBuffer[] = []): void {
  port.postMessage(news, transfer);
}

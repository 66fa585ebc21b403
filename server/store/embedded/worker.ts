import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { Aside } from './aside.ts';
import { UNIX } from './connect.ts';
import { listen, type Address } from './listen.ts';
import { Store } from './store.ts';
import { sweepExpired } from './ttl.ts';

/** What the thread is started with, and what it tells: ready, failed at the start, or stopped. */
export interface WorkerTask {
  file: string;
  address: Address;
}
export type WorkerNews =
  | { kind: 'ready'; port: number | undefined }
  | { kind: 'refused'; message: string }
  | { kind: 'warning'; message: string }
  | { kind: 'stopped'; message?: string };

const port = parentPort!;
const { file, address } = workerData as WorkerTask;
const tell = (news: WorkerNews) => port.postMessage(news);

try {
  const listener = { warned: (message: string) => tell({ kind: 'warning', message }), lost: endAtOnce };
  const store = new Store(file, { listener, aside: UNIX ? new Aside(file) : undefined });
  const server = await listen(store, address);
  const stopSweep = sweepExpired(store, (error) =>
    tell({ kind: 'warning', message: `The store could not delete what expired: ${String(error)}` }),
  );
  port.on('message', () => {
    stopSweep();
    void server.close().then(async () => {
      try {
        await store.aside?.end();
        store.close();
        tell({ kind: 'stopped' });
      } catch (error) {
        tell({ kind: 'stopped', message: (error as Error).message });
      }
      port.close();
    });
  });
  tell({ kind: 'ready', port: server.port });
} catch (error) {
  tell({ kind: 'refused', message: (error as Error).message });
}

/**
 * The log cannot be read as it was written. Closing the file would copy it there; ending as if the power had failed
 * leaves it to the next start, which takes over what the checksums vouch for: all that was acknowledged.
 */
function endAtOnce(error: Error): void {
  writeSync(2, `The store ends: ${error.message}. Start again: nothing acknowledged is lost.\n`);
  process.kill(process.pid, 'SIGKILL');
}

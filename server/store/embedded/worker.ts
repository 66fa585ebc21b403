import { parentPort, workerData } from 'node:worker_threads';
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
  const store = new Store(file);
  const listener = await listen(store, address);
  const stopSweep = sweepExpired(store, (error) => tell({ kind: 'warning', message: String(error) }));
  port.on('message', () => {
    stopSweep();
    void listener.close().then(() => {
      try {
        store.close();
        tell({ kind: 'stopped' });
      } catch (error) {
        tell({ kind: 'stopped', message: (error as Error).message });
      }
      port.close();
    });
  });
  tell({ kind: 'ready', port: listener.port });
} catch (error) {
  tell({ kind: 'refused', message: (error as Error).message });
}

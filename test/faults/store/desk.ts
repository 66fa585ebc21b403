import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { eventually } from '../../support/eventually.ts';
import { Load } from './load.ts';
import { startStore, type RunningStore } from './running.ts';

/** A data folder, the store that runs on it, and what sixteen clients have written there. */
export class Desk {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'ombud-disk-'));
  readonly load = new Load();
  private running: RunningStore | undefined;
  private client: mongo.MongoClient | undefined;

  get store(): RunningStore {
    return this.running!;
  }

  get db(): mongo.Db {
    return this.client!.db('load');
  }

  async start(): Promise<void> {
    this.running = await startStore(this.dataDir);
    this.client = await new mongo.MongoClient(this.running.uri, { heartbeatFrequencyMS: 100_000 }).connect();
  }

  async kill(signal?: NodeJS.Signals): Promise<void> {
    await this.client?.close();
    await this.running?.kill(signal);
  }

  /** What is wrong with the running store, and with the one that is started after `kill -9`. */
  async check(): Promise<string[]> {
    const wrong = await this.load.model.check(this.db);
    await this.kill();
    await this.start();
    return [...wrong, ...(await this.load.model.check(this.db))];
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/** Waits until a number has grown so far. */
export async function reaches(count: () => number, least: number): Promise<void> {
  await eventually(() => {
    if (count() < least) throw new Error(`${count()} of ${least}`);
  }, 60_000);
}

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Message {
  direction: 'in' | 'out';
  at: number;
  text: string;
}
export interface CorpusTicket {
  type: 'complaint' | 'return' | 'inquiry';
  channel: string;
  customer: { name: string; email: string; lang: 'en' | 'es' | 'ro' | 'pl' | 'ru' };
  subject: string;
  status: 'new' | 'open' | 'pending' | 'solved';
  tags: string[];
  messages: Message[];
}
/** People, mails and tickets: the same seed, the same output. */
export interface Corpus {
  ticket(i: number, options?: { customers?: number; now?: number }): CorpusTicket;
  mail(i: number, options?: { to?: string; customers?: number }): Buffer;
}
export interface Floor {
  perSecond: number;
  p50: number;
  p95: number;
  p99: number;
}
export interface Work {
  corpus: Corpus;
  /** Runs the bare pieces in a process of their own. */
  floor(what: 'mail' | 'list' | 'ws', n: number): Promise<Floor>;
  /** One line that says which work this is. */
  said: string;
}

const top = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** The given work and baselines beside the project where they are there, else the project's own of the same shape. */
export async function locate(): Promise<Work> {
  const given = join(top, '../shared/bench');
  const isGiven = existsSync(join(given, 'corpus.mjs')) && existsSync(join(given, 'floor.mjs'));
  const folder = isGiven ? given : import.meta.dirname;
  const corpus = (await import(join(folder, 'corpus.mjs'))) as Corpus;
  return {
    corpus,
    async floor(what, n) {
      const { stdout } = await run(process.execPath, [join(folder, 'floor.mjs'), what, '--n', String(n)], { cwd: top });
      return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Floor;
    },
    said: isGiven
      ? 'Work and baselines: the given ones, unmodified.'
      : "Work and baselines: the project's own (test/bench); the given ones are not beside this clone.",
  };
}

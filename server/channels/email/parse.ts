import { Worker } from 'node:worker_threads';
import { joined } from '../../turns.ts';
import type { ParseAnswer, ParseRequest } from './parse-worker.ts';
import { ParseLimit } from './parse-limit.ts';
import { LIMITS, type Envelope, type ParsedMail } from './parsed.ts';

/** Parses mails off the main thread. */
export interface Parser {
  /** Rejects with ParseLimit when the mail goes beyond a limit, and when it brings the parser down or takes too long. */
  parse(raw: Uint8Array, envelope?: Envelope): Promise<ParsedMail>;
  /** Ends the workers as soon as they have nothing in work; what is in work and in the queue is still parsed. */
  close(): void;
}

export interface ParserOptions {
  timeoutMs?: number;
  /** A worker that has had nothing to do for this long is ended: idle memory is the users'. */
  idleMs?: number;
  /** Name servers, the system's by default. */
  dns?: string[];
}

interface Job {
  id: number;
  raw: Uint8Array;
  /** Of a large one: a copy that was made beforehand, to be handed over. */
  copy: Uint8Array<ArrayBuffer> | undefined;
  envelope: Envelope;
  startedAt: number;
  /** Set after the mail was in work when a worker had to be ended: it gets a worker for itself. */
  suspect: boolean;
  resolve(mail: ParsedMail): void;
  reject(error: Error): void;
}

/** One worker and the mails in it. */
interface Bench {
  worker: Worker;
  jobs: Map<number, Job>;
  bytes: number;
  /** Loading the parser takes a while on a busy machine; the mails' time starts after it. */
  ready: boolean;
  timer: NodeJS.Timeout | undefined;
}

const BENCHES = 2;
const LARGE = 256 * 1024;
const LOADING_MS = 30_000;
const IN_FLIGHT = 8;
/** Large mails go nearly alone, so that many of them don't reach the time limit together. */
const BYTES_IN_FLIGHT = 4 * 1024 * 1024;
/** A bench whose oldest mail is older is stuck or slow: the next mails flow past it, on the other one. */
const SLOW_MS = 500;

/**
 * A pool of at most two workers, started on demand and ended when idle. Several mails are in flight in one worker;
 * when one of them hangs or breaks it, the worker is ended and each gets another try alone, which finds the culprit.
 */
export function createParser(options: ParserOptions = {}): Parser {
  return new ParserPool(options);
}

class ParserPool implements Parser {
  private readonly benches = new Set<Bench>();
  private readonly queue: Job[] = [];
  private readonly timeoutMs: number;
  private readonly idleMs: number;
  private readonly dns: string[] | undefined;
  private patience: number;
  private lastId = 0;
  private again: NodeJS.Timeout | undefined;

  constructor({ timeoutMs = LIMITS.seconds * 1000, idleMs = 10_000, dns }: ParserOptions) {
    this.dns = dns;
    this.timeoutMs = timeoutMs;
    this.idleMs = idleMs;
    this.patience = idleMs;
  }

  async parse(raw: Uint8Array, envelope: Envelope = {}): Promise<ParsedMail> {
    if (raw.byteLength > LIMITS.bytes) throw new ParseLimit(`larger than ${LIMITS.bytes / 1024 / 1024} MB`);
    this.patience = this.idleMs;
    const copy = raw.byteLength > LARGE ? await joined([raw]) : undefined;
    return await new Promise((resolve, reject) => {
      this.queue.push({ id: ++this.lastId, raw, copy, envelope, startedAt: 0, suspect: false, resolve, reject });
      this.dispatch();
    });
  }

  close(): void {
    this.patience = 0;
    for (const bench of this.benches) this.watch(bench);
  }

  private dispatch(): void {
    for (let at = 0; at < this.queue.length;) {
      const job = this.queue[at] as Job;
      const bench = this.benchFor(job);
      if (bench) {
        this.queue.splice(at, 1);
        this.assign(bench, job);
      } else if (job.suspect) at += 1;
      else break;
    }
    clearTimeout(this.again);
    // The benches are looked at again: one of them may turn out to be stuck, and nothing tells.
    if (this.queue.length > 0) this.again = setTimeout(() => this.dispatch(), SLOW_MS);
  }

  private benchFor(job: Job): Bench | undefined {
    const all = [...this.benches];
    const fits = all.find((bench) => hasRoom(bench, job));
    if (fits || all.length >= BENCHES) return fits;
    const flows = all.some((bench) => !isSlow(bench) && !isReserved(bench));
    return flows && !job.suspect ? undefined : this.startBench();
  }

  private startBench(): Bench {
    const worker = new Worker(new URL('./parse-worker.ts', import.meta.url), {
      name: 'mail-parser',
      workerData: { dns: this.dns },
      resourceLimits: { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 32 },
    });
    const bench: Bench = { worker, jobs: new Map(), bytes: 0, ready: false, timer: undefined };
    worker.on('message', (answer: ParseAnswer | 'ready') =>
      answer === 'ready' ? this.begin(bench) : this.finish(bench, answer),
    );
    worker.on('error', (error) => this.endBench(bench, `the parser failed: ${error.message.slice(0, 200)}`));
    worker.on('exit', () => this.endBench(bench, 'the parser ended'));
    worker.unref();
    this.benches.add(bench);
    return bench;
  }

  private begin(bench: Bench): void {
    bench.ready = true;
    for (const job of bench.jobs.values()) job.startedAt = performance.now();
    this.watch(bench);
  }

  private assign(bench: Bench, job: Job): void {
    job.startedAt = performance.now();
    bench.jobs.set(job.id, job);
    bench.bytes += job.raw.byteLength;
    // A copy, handed over: the caller keeps its bytes.
    const raw = job.copy ?? new Uint8Array(job.raw);
    job.copy = undefined;
    bench.worker.ref();
    bench.worker.postMessage({ id: job.id, raw, envelope: job.envelope } satisfies ParseRequest, [raw.buffer]);
    this.watch(bench);
  }

  private finish(bench: Bench, answer: ParseAnswer): void {
    const job = bench.jobs.get(answer.id);
    if (!job) return;
    bench.jobs.delete(job.id);
    bench.bytes -= job.raw.byteLength;
    if ('mail' in answer) job.resolve(answer.mail);
    else job.reject(answer.limit ? new ParseLimit(answer.error) : new Error(answer.error));
    this.watch(bench);
    this.dispatch();
  }

  /** Sets the bench's one timer: for its oldest mail, or for its own end when it is idle. */
  private watch(bench: Bench): void {
    clearTimeout(bench.timer);
    const oldest = oldestOf(bench);
    if (oldest) {
      const left = oldest.startedAt + (bench.ready ? this.timeoutMs : LOADING_MS) - performance.now();
      const reason = `took longer than ${this.timeoutMs / 1000} s to read`;
      bench.timer = setTimeout(() => this.endBench(bench, reason), left);
    } else {
      bench.worker.unref();
      bench.timer = setTimeout(() => this.endBench(bench, 'idle'), this.patience).unref();
    }
  }

  private endBench(bench: Bench, reason: string): void {
    if (!this.benches.delete(bench)) return;
    clearTimeout(bench.timer);
    void bench.worker.terminate();
    const jobs = [...bench.jobs.values()];
    if (jobs.length === 1) jobs[0]?.reject(new ParseLimit(reason));
    else this.queue.unshift(...jobs.map((job) => ({ ...job, suspect: true })));
    this.dispatch();
  }
}

function hasRoom(bench: Bench, job: Job): boolean {
  if (bench.jobs.size === 0) return true;
  if (job.suspect || isReserved(bench) || isSlow(bench)) return false;
  return bench.jobs.size < IN_FLIGHT && bench.bytes + job.raw.byteLength <= BYTES_IN_FLIGHT;
}

const isReserved = (bench: Bench): boolean => oldestOf(bench)?.suspect === true;
const isSlow = (bench: Bench): boolean =>
  bench.ready && performance.now() - (oldestOf(bench)?.startedAt ?? Infinity) > SLOW_MS;
/** Jobs stand in the order in which they were given. */
const oldestOf = (bench: Bench): Job | undefined => bench.jobs.values().next().value;

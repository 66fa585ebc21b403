import { randomUUID } from 'node:crypto';
import type { Context } from '../../context.ts';
import { takeLease } from '../../lease.ts';
import { startLoop, type Loop } from '../../loop.ts';
import { DAY_MS } from './age.ts';
import { RetentionRuns, type RetentionRunDoc } from './model.ts';
import { listRetention } from './rules.ts';
import { beginRun, carryOutRun } from './run.ts';

const EVERY_MS = 60_000;
/** Rules run at one in the morning, UTC, or as soon after as a process is there. */
const NIGHT_MS = 3_600_000;
const LEASE_MS = 60_000;

/** Who may carry out runs: one process at a time, asked again at each step, for a run may take long. */
export function takeRuns(context: Context): () => Promise<boolean> {
  const holder = randomUUID();
  return () => takeLease(context, 'retention-runs', holder, LEASE_MS);
}

/** Carries out what is asked for, what a dead process has left, and each night what the rules say. */
export function startRetention(context: Context): Loop {
  let stopping = false;
  const mine = takeRuns(context);
  const goesOn = async (): Promise<boolean> => !stopping && (await mine());
  const loop = startLoop(context, {
    name: 'retention',
    everyMs: EVERY_MS,
    // The runs have a lease of their own, which lasts as long as they do.
    lease: false,
    run: () => tendRetention(context, goesOn),
  });
  return {
    wake: loop.wake,
    async stop() {
      stopping = true;
      await loop.stop();
    },
  };
}

/** One turn. */
export async function tendRetention(context: Context, goesOn: () => Promise<boolean>): Promise<void> {
  for (;;) {
    const run = (await openRun(context)) ?? (await tonight(context, goesOn));
    if (!run || !(await goesOn())) return;
    await carryOutRun(context, run, goesOn);
  }
}

/** The run that is under way, or that is to be; undefined when there is none. */
export async function openRun(context: Context): Promise<RetentionRunDoc | undefined> {
  const run = await RetentionRuns(context).findOne({ state: 'running' }).sort({ at: 1 }).lean<RetentionRunDoc>();
  return run ?? undefined;
}

/** The run of the last night, where it was not begun yet and there are rules that were there before. */
async function tonight(context: Context, goesOn: () => Promise<boolean>): Promise<RetentionRunDoc | undefined> {
  const now = context.clock.now().getTime();
  const night = new Date(Math.floor((now - NIGHT_MS) / DAY_MS) * DAY_MS + NIGHT_MS);
  const rules = (await listRetention(context)).filter(({ active, since }) => active && since < night);
  if (rules.length === 0 || !(await goesOn())) return undefined;
  if (await RetentionRuns(context).exists({ at: { $gte: night }, scheduled: true })) return undefined;
  return await beginRun(context, rules, { kind: 'system', name: '' }, true);
}

import type { Context } from '../context.ts';
import type { RetentionPart } from '../privacy/retention/model.ts';
import { RetentionRuns } from '../privacy/retention/model.ts';
import { openRun, takeRuns } from '../privacy/retention/loop.ts';
import { previewRules, type RetentionPreview } from '../privacy/retention/preview.ts';
import { listRetention } from '../privacy/retention/rules.ts';
import { beginRun, carryOutRun } from '../privacy/retention/run.ts';
import { openDesk } from './open.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  help: `
Usage: ombud retention [--dry-run]

Does now what the rules of retention do each night: takes files or all words of tickets that have ended and are old
enough, and erases customers. What a legal hold is on stays. Rules and holds are set in the inbox, under Settings, or by
the API. The server may be running; a run that was broken off is gone on with.
  --dry-run  says what would go, with the numbers of the tickets, and touches nothing`,
  takes: [0, 0],
  options: { 'dry-run': { type: 'boolean' } },
  async run({ options, say }) {
    const desk = await openDesk();
    try {
      const result = await (options['dry-run'] === true ? dryRun(desk.context) : runNow(desk.context));
      say(options['dry-run'] === true ? 'This would go:' : 'This is done:');
      for (const line of linesOf(result)) say(line);
      return result.failed > 0 ? 1 : 0;
    } finally {
      await desk.close();
    }
  },
};

type Result = RetentionPreview & { failed: number };

const activeRules = async (context: Context) => (await listRetention(context)).filter(({ active }) => active);

const dryRun = async (context: Context): Promise<Result> => ({
  ...(await previewRules(context, await activeRules(context))),
  failed: 0,
});

async function runNow(context: Context): Promise<Result> {
  const goesOn = takeRuns(context);
  if (!(await goesOn())) throw new Error('The server is at it: its log of runs, in the settings, says how far it is.');
  const by = { kind: 'system' as const, name: 'ombud retention' };
  const run = (await openRun(context)) ?? (await beginRun(context, await activeRules(context), by, false));
  await carryOutRun(context, run, goesOn);
  return await RetentionRuns(context).findById(run._id).orFail().lean<Result>();
}

function linesOf({ parts, held, failed }: Result): string[] {
  if (parts.length === 0) return ['  nothing: no rule is on'];
  return [
    ...parts.flatMap(partLines),
    ...(held.length > 0 ? [`Kept by a legal hold: ${listOf(held, held.length)}`] : []),
    ...(failed > 0 ? [`Failed: ${failed}; the log says why. They are tried again by the next run.`] : []),
  ];
}

const ACTS = { files: 'delete files', redact: 'redact', erase: 'erase the customer' } as const;

function partLines({
  act,
  type,
  channel,
  days,
  tickets,
  messages,
  files,
  customers,
  numbers,
}: RetentionPart): string[] {
  const what = `${ACTS[act]} after ${days} days (${type ?? 'any type'}, ${channel ?? 'any channel'})`;
  const counts = Object.entries({ customers, tickets, messages, files }).filter(([, count]) => count > 0);
  const told = counts.map(([name, count]) => `${count} ${name}`).join(', ') || 'nothing';
  return [`  ${what}: ${told}`, ...(tickets > 0 ? [`    ${listOf(numbers, tickets)}`] : [])];
}

const listOf = (numbers: readonly number[], all: number): string =>
  numbers.map((number) => `#${number}`).join(' ') + (all > numbers.length ? ` and ${all - numbers.length} more` : '');

import { parseArgs } from 'node:util';
import type { Verb } from './cli/verb.ts';
import { ConfigError } from './config.ts';

/** Every verb, loaded when it is asked for. */
const verbs: Record<string, { about: string; load: () => Promise<{ verb: Verb }> }> = {
  'agent add': { about: 'add an agent', load: () => import('./cli/agent-add.ts') },
  'token add': { about: 'add an access token for a program', load: () => import('./cli/token-add.ts') },
  backup: { about: 'write data and keys into two files', load: () => import('./cli/backup.ts') },
  erase: { about: 'erase a customer, for good', load: () => import('./cli/erase.ts') },
  retention: {
    about: 'remove what the rules of retention say is old enough',
    load: () => import('./cli/retention.ts'),
  },
  'rotate-key': { about: 'exchange the instance key', load: () => import('./cli/rotate-key.ts') },
  restore: { about: 'fill an empty store from a backup', load: () => import('./cli/restore.ts') },
  move: { about: 'copy the embedded store to a MongoDB', load: () => import('./cli/move.ts') },
  doctor: { about: 'check the installation, in words', load: () => import('./cli/doctor.ts') },
  demo: { about: 'add or remove a sample company', load: () => import('./cli/demo.ts') },
  store: { about: 'run the embedded store alone', load: () => import('./cli/store.ts') },
  export: { about: 'write everything about a customer into an archive', load: () => import('./cli/export.ts') },
  'import kb': {
    about: 'take a folder of Markdown files into the knowledge base',
    load: () => import('./cli/import-kb.ts'),
  },
  'import orders': { about: 'take a table of orders', load: () => import('./cli/import-orders.ts') },
  'export kb': { about: 'write the knowledge base as Markdown files', load: () => import('./cli/export-kb.ts') },
  reindex: { about: 'build the search index anew', load: () => import('./cli/reindex.ts') },
  replay: { about: 'try quarantined items again', load: () => import('./cli/replay.ts') },
};

/** `ombud <verb> …`; resolves with the exit code: 0 well, 1 failed, 2 not understood. */
export async function runCli(args: readonly string[]): Promise<number> {
  const name = [args.slice(0, 2).join(' '), args[0] ?? ''].find((candidate) => Object.hasOwn(verbs, candidate));
  if (name === undefined) return unknown(args[0]);
  const { verb } = (await verbs[name]?.load()) as { verb: Verb };
  const rest = args.slice(name.split(' ').length);
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(`${verb.help.trim()}\n`);
    return 0;
  }
  try {
    const { values, positionals } = parseArgs({ args: rest, options: verb.options ?? {}, allowPositionals: true });
    const [least, most] = verb.takes ?? [0, 0];
    if (positionals.length < least || positionals.length > most) return misused(verb, 'the arguments do not fit');
    return await verb.run({
      args: positionals,
      options: values,
      say: (line) => void process.stdout.write(`${line}\n`),
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS'))
      return misused(verb, (error as Error).message);
    process.stderr.write(`${explain(error)}\n`);
    return 1;
  }
}

function unknown(word: string | undefined): number {
  const width = Math.max(...Object.keys(verbs).map((name) => name.length));
  const list = Object.entries(verbs).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`);
  const text = `Usage: ombud <verb> …   (--help on each)\n\n${list.join('\n')}\n`;
  if (word === undefined || word === '--help' || word === '-h' || word === 'help') {
    process.stdout.write(text);
    return word === undefined ? 2 : 0;
  }
  process.stderr.write(`There is no verb "${word}".\n\n${text}`);
  return 2;
}

function misused(verb: Verb, why: string): number {
  process.stderr.write(`${why}\n\n${verb.help.trim()}\n`);
  return 2;
}

/** In words where somebody wrote them, else with the place. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const unexpected = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
  return error instanceof ConfigError || !unexpected ? error.message : (error.stack ?? error.message);
}

if (import.meta.main || process.argv[1]?.endsWith('ombud.mjs') || process.argv[1]?.endsWith('ombud'))
  process.exitCode = await runCli(process.argv.slice(2));

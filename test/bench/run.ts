import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { locate } from './work.ts';
import { chat } from './scenarios/chat.ts';
import { email } from './scenarios/email.ts';
import { inbox } from './scenarios/inbox.ts';
import { kb } from './scenarios/kb.ts';
import { list } from './scenarios/list.ts';
import { mail } from './scenarios/mail.ts';
import { routing } from './scenarios/routing.ts';
import { sealing } from './scenarios/sealing.ts';
import { search } from './scenarios/search.ts';
import { start } from './scenarios/start.ts';
import { store } from './scenarios/store.ts';
import type { Figure, Scenario } from './figure.ts';

/** `npm run bench [scenario …] [-- --quick] [-- --only=part,part]`: prints each figure with its baseline of the same run, writes bench/latest.json. */
const scenarios: Record<string, Scenario> = { mail, email, list, chat, start, store, search, kb, sealing, inbox, routing };
const top = join(import.meta.dirname, '../..');

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const unknown = wanted.filter((name) => !(name in scenarios));
if (unknown.length > 0) {
  console.error(`No scenario ${unknown.join(', ')}. There are: ${Object.keys(scenarios).join(', ')}`);
  process.exit(2);
}
const quick = process.argv.includes('--quick');
const only = process.argv.find((word) => word.startsWith('--only='))?.slice('--only='.length).split(',') ?? [];
const work = await locate();
console.log(work.said);
const figures: Figure[] = [];
// `email` contains `mail`: of all, only the one.
for (const name of wanted.length > 0 ? wanted : Object.keys(scenarios).filter((one) => one !== 'mail')) {
  const found = (await scenarios[name]?.(work, { quick, only })) ?? [];
  figures.push(...found);
  for (const figure of found) console.log(row(figure));
}
await mkdir(join(top, 'bench'), { recursive: true });
const latest = { at: new Date().toISOString(), node: process.version, work: work.said, figures };
await writeFile(join(top, 'bench/latest.json'), `${JSON.stringify(latest, null, 2)}\n`);

function row({ name, value, unit, baseline, ratio, aim }: Figure): string {
  const number = (n: number) => (n >= 100 ? n.toFixed(0) : n.toFixed(2));
  return [
    name.padEnd(48),
    `${number(value)} ${unit}`.padStart(16),
    baseline === undefined ? ''.padStart(20) : `floor ${number(baseline)} ${unit}`.padStart(20),
    ratio === undefined ? ''.padStart(12) : `ratio ${ratio.toFixed(2)}`.padStart(12),
    aim ? `  (${aim})` : '',
  ].join(' ');
}

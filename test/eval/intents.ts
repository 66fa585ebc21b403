import { recogniseIntent, type Label } from '../../bots/assistant/intent.ts';
import { recogniseLanguage } from '../../bots/assistant/language.ts';
import { LABELS } from '../../bots/assistant/recognition/samples.ts';
import type { Language } from '../../server/tickets/envelopes.ts';
import { readRows, share } from './rows.ts';

interface Seen {
  language: Language;
  expected: Label;
  got: Label;
  recognised: Language;
}
interface Figures {
  n: number;
  accuracy: number;
  macroF1: number;
  /** How often the language was recognised from the text alone. */
  language: number;
}

/** Intent and language of each message by its text alone: no page locale, no earlier messages. */
export function measureIntents(file: string): { languages: Record<string, Figures> } {
  const seen = readRows(file, 3).map(({ language, cells: [label, text = ''] }): Seen => {
    const expected = LABELS.find((one) => one === label);
    if (!expected) throw new Error(`${file}: unknown label ${label}`);
    return {
      language,
      expected,
      got: recogniseIntent(text).label,
      recognised: recogniseLanguage(text).language,
    };
  });
  const languages = Object.fromEntries(
    [...new Set(seen.map((one) => one.language))].map((language) => [
      language,
      figuresOf(seen.filter((one) => one.language === language)),
    ]),
  );
  console.log('Intents');
  console.table(languages);
  printConfusions(seen);
  return { languages };
}

function figuresOf(seen: Seen[]): Figures {
  const labels = LABELS.filter((label) => seen.some((one) => one.expected === label));
  const scores = labels.map((label) => f1(seen, label));
  return {
    n: seen.length,
    accuracy: share(seen.filter((one) => one.expected === one.got).length, seen.length),
    macroF1: share(
      scores.reduce((sum, score) => sum + score, 0),
      labels.length,
    ),
    language: share(seen.filter((one) => one.recognised === one.language).length, seen.length),
  };
}

function f1(seen: Seen[], label: Label): number {
  const hits = seen.filter((one) => one.expected === label && one.got === label).length;
  const named = seen.filter((one) => one.got === label).length;
  const there = seen.filter((one) => one.expected === label).length;
  return named + there === 0 ? 0 : (2 * hits) / (named + there);
}

function printConfusions(seen: Seen[]): void {
  const counts = new Map<string, number>();
  for (const { expected, got } of seen)
    if (expected !== got)
      counts.set(`${expected} taken for ${got}`, (counts.get(`${expected} taken for ${got}`) ?? 0) + 1);
  for (const [what, count] of [...counts].sort((a, b) => b[1] - a[1]).slice(0, 12)) console.log(`${count}  ${what}`);
}

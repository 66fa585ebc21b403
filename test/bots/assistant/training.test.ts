import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fold, wordsOf } from '../../../server/words/fold.ts';
import { readModel, sourcesDigest } from '../../../bots/assistant/recognition/file.ts';
import { LABELS, readSamples } from '../../../bots/assistant/recognition/samples.ts';
import { readTopics, topicsIn } from '../../../bots/assistant/recognition/topics.ts';
import { LANGUAGES } from '../../../server/tickets/envelopes.ts';

const samples = readSamples();
const asked = readTopics();

test.each(LANGUAGES.flatMap((language) => LABELS.map((label) => [language, label] as const)))(
  'at least 40 different %s samples of %s',
  (language, label) => {
    const texts = samples.filter((s) => s.language === language && s.label === label).map((s) => s.text.toLowerCase());
    expect(new Set(texts).size).toBeGreaterThanOrEqual(40);
  },
);

test('no sample stands under two labels of a language', () => {
  const labels = new Map<string, Set<string>>();
  for (const { language, label, text } of samples) {
    const key = `${language} ${fold(text)}`;
    labels.set(key, (labels.get(key) ?? new Set()).add(label));
  }
  expect([...labels].filter(([, found]) => found.size > 1)).toEqual([]);
});

test('every topic is asked about in every language, and no question under two topics', () => {
  const missing = topicsIn(asked).flatMap((topic) =>
    LANGUAGES.filter((language) => asked.filter((one) => one.topic === topic && one.language === language).length < 3),
  );
  expect(missing).toEqual([]);
  const topics = new Map<string, Set<string>>();
  for (const { language, topic, text } of asked) {
    const key = `${language} ${fold(text)}`;
    topics.set(key, (topics.get(key) ?? new Set()).add(topic));
  }
  expect([...topics].filter(([, found]) => found.size > 1)).toEqual([]);
});

test.each(['intent', 'language', 'topic'] as const)('the committed %s model was made from these files', (name) => {
  expect(readModel(name).madeFrom, 'run `node bots/assistant/recognition/train.ts`').toBe(sourcesDigest());
});

test('what speaks for an article is weighed as these files and models say', () => {
  const file = new URL('../../../bots/assistant/meaning/weights.json', import.meta.url);
  const weights = JSON.parse(readFileSync(file, 'utf8')) as { madeFrom: string };
  expect(weights.madeFrom, 'run `node bots/assistant/meaning/fit.ts`').toBe(sourcesDigest());
});

test('nothing trained on shares five words in a row with the held-apart files', () => {
  const heldApart = new Set(
    ['intents.tsv', 'answers.tsv', 'answers-fresh.tsv', 'answers-everyday.tsv'].flatMap((name) =>
      readFileSync(new URL(`../../eval/${name}`, import.meta.url), 'utf8')
        .split('\n')
        .flatMap((line) => line.split('\t').flatMap((cell) => runsOfFive(cell))),
    ),
  );
  expect(heldApart.size).toBeGreaterThan(500);
  // Names the training lines: those are the ones to take out.
  const shared = [...samples, ...asked].filter(({ text }) => runsOfFive(text).some((run) => heldApart.has(run)));
  expect(shared).toEqual([]);
});

function runsOfFive(text: string): string[] {
  const words = wordsOf(fold(text)).map((word) => word.text);
  return words.slice(4).map((_, at) => words.slice(at, at + 5).join(' '));
}

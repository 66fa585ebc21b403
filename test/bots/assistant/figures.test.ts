import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measureAnswers } from '../../eval/answers.ts';
import { measureIntents } from '../../eval/intents.ts';
import { measureRetrieval } from '../../eval/retrieval.ts';

const own = (name: string): string => new URL(`../../eval/${name}`, import.meta.url).pathname;

test('intents of the held-apart messages: macro-F1 at least 0.92 in every language', () => {
  const { languages } = measureIntents(own('intents.tsv'));
  expect(Object.keys(languages).sort()).toEqual(['en', 'es', 'pl', 'ro', 'ru']);
  for (const figures of Object.values(languages)) expect(figures.macroF1).toBeGreaterThanOrEqual(0.92);
});

test('held-apart questions: at least 85 % of the answerable right, at most 5 % wrong, at most 5 % answered without an answer', async () => {
  const { languages } = await measureAnswers(own('answers.tsv'));
  for (const { n, right, wrong, silent, answerable, unanswerableAnswered } of Object.values(languages)) {
    expect([answerable, n - answerable]).toEqual([40, 40]);
    expect(right + wrong + silent).toBe(n);
    expect(right / answerable).toBeGreaterThanOrEqual(0.85);
    expect(wrong / n).toBeLessThanOrEqual(0.05);
    expect(unanswerableAnswered / (n - answerable)).toBeLessThanOrEqual(0.05);
  }
});

test('retrieval figures are those of the rankings', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ombud-eval-'));
  try {
    const lines = (entries: object[]) => entries.map((entry) => JSON.stringify(entry)).join('\n');
    writeFileSync(
      join(folder, 'corpus.jsonl'),
      lines([
        { _id: 'd1', title: 'Parcel tracking', text: 'Follow your parcel with its number.' },
        { _id: 'd2', title: 'Passwords', text: 'Set a new password. A parcel has nothing to do with it.' },
      ]),
    );
    writeFileSync(
      join(folder, 'queries.jsonl'),
      lines([
        { _id: 'q1', text: 'parcel tracking' },
        { _id: 'q2', text: 'parcel' },
        { _id: 'q3', text: 'zebra' },
      ]),
    );
    writeFileSync(join(folder, 'qrels.tsv'), 'query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t1\nq3\td1\t1\n');
    const figures = await measureRetrieval(folder, 'en');
    expect(figures).toMatchObject({ n: 3, hit1: 0.3333 });
    expect(figures.mrr).toBeGreaterThanOrEqual(figures.hit1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

import type { SearchDocument, SearchHit } from '../../../knowledge-base/search/engine.ts';
import { queryWords } from '../../../knowledge-base/search/analyse.ts';
import type { Language } from '../../../server/tickets/envelopes.ts';
import { recogniseIntent } from '../intent.ts';
import { meaningsIn } from '../recognition/topics.ts';
import type { Subjects } from './subjects.ts';

/** An article that may answer, with what speaks for it. */
export interface Candidate {
  article: SearchDocument;
  signs: number[];
}

/** What is weighed: the articles that may answer, and what speaks for that none does. */
export interface Scales {
  candidates: Candidate[];
  none: number[];
}

/** What each sign weighs: made by `fit.ts`. */
export interface Weights {
  article: number[];
  none: number[];
}

/** An article with what it speaks of; undefined while it was not read yet. */
export interface Shelved {
  article: SearchDocument;
  subjects: Subjects | undefined;
}

export interface Question {
  text: string;
  language: Language;
  /** Chances of the topics that it is about. */
  topics: Float64Array;
}

/** Articles at most that its words bring in. */
export const MOST_HITS = 8;
/** Articles at most that the topics alone bring in. */
const MOST = 8;
/** An article that speaks of a topic no more than this hardly speaks of it. */
const FAINT = 1;
const LEAST_CHANCE = 0.01;
/** Keeps the logarithm of what fits not at all within bounds. */
const FLOOR = 0.02;
const ALL = 0.9;
const MANY_WORDS = 4;

/** Lays the articles that a question may mean on the scales: those found by its words, and those of its topics. */
export function layOut(question: Question, shelf: readonly Shelved[], hits: readonly SearchHit[]): Scales {
  const found = new Map(hits.map((hit) => [hit.article, hit]));
  const best = hits[0]?.score ?? 1;
  const words = Math.min(MANY_WORDS, queryWords(question.text, question.language).length) / MANY_WORDS;
  const { fitting, unspoken } = fitOf(question.topics, shelf);
  const least = leastOf(fitting);
  const candidates = shelf.flatMap(({ article }, at): Candidate[] => {
    const fit = fitting[at]!;
    const hit = found.get(article.article);
    if (!hit && fit < least) return [];
    const coverage = hit?.coverage ?? 0;
    const share = hit ? hit.score / best : 0;
    const signs = [fit, Math.log(fit + FLOOR), coverage, share * coverage, coverage * words, coverage >= ALL ? 1 : 0];
    return [{ article, signs }];
  });
  return { candidates, none: signsOfNone(question, words, unspoken) };
}

/** What an article must fit to be among the best. */
function leastOf(fitting: Float64Array): number {
  return Math.max(Number.MIN_VALUE, fitting.toSorted().at(-MOST) ?? 0);
}

interface Fit {
  /** How well each article's subjects are those of the question, 0 to 1. */
  fitting: Float64Array;
  /** How much of the question is about what no article speaks of, 0 to 1. */
  unspoken: number;
}

function fitOf(topics: Float64Array, shelf: readonly Shelved[]): Fit {
  const fitting = new Float64Array(shelf.length);
  let unspoken = 0;
  topics.forEach((chance, topic) => {
    if (chance < LEAST_CHANCE) return;
    let most = 0;
    for (const { subjects } of shelf) most = Math.max(most, subjects?.[topic] ?? 0);
    const spoken = most ** 2 / (most ** 2 + FAINT);
    unspoken += chance * (1 - spoken);
    if (most === 0) return;
    shelf.forEach(({ subjects }, at) => (fitting[at]! += (chance * spoken * (subjects?.[topic] ?? 0)) / most));
  });
  return { fitting, unspoken };
}

function signsOfNone({ text, language }: Question, words: number, unspoken: number): number[] {
  const { label, certainty } = recogniseIntent(text);
  const meant = new Set(meaningsIn(text, language)).size;
  return [1, label === 'other' ? certainty : 0, meant === 0 ? 1 : 0, meant === 1 ? 1 : 0, words, unspoken];
}

/** The chance of each candidate to be what answers, in their order; what is left over is that of none. */
export function chancesOf({ candidates, none }: Scales, weights: Weights): number[] {
  const scores = [weigh(none, weights.none), ...candidates.map(({ signs }) => weigh(signs, weights.article))];
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.slice(1).map((power) => power / sum);
}

function weigh(signs: readonly number[], weights: readonly number[]): number {
  return signs.reduce((sum, sign, at) => sum + sign * (weights[at] ?? 0), 0);
}

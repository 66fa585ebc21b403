import { readFileSync } from 'node:fs';
import { queryWords } from '../../../knowledge-base/search/analyse.ts';
import type { SearchDocument, SearchEngine, SearchHit } from '../../../knowledge-base/search/engine.ts';
import type { Language } from '../../../server/tickets/envelopes.ts';
import { readModel } from '../recognition/file.ts';
import type { Softmax } from '../recognition/softmax.ts';
import { meaningsIn } from '../recognition/topics.ts';
import { shelfOf } from './shelf.ts';
import { topicsOf } from './subjects.ts';
import { chancesOf, layOut, MOST_HITS, type Weights } from './weigh.ts';

export interface Found {
  article: SearchDocument;
  /** How certain it is that this article answers, 0 to 1: also against the others, and against none. */
  certainty: number;
}

/** Hardly a word of the question is left over: as few as they are, it is what the article is about. */
const ALL = 0.9;
const CERTAINTY_OF_ALL = 0.9;
/** So doubtful an article, and so few words of a known meaning, give way to the article that holds all words. */
const UNSURE = 0.5;
const FEW = 2;
const BY_WORDS = { none: -5.76, share: 3.14, of: 2.32, rivalScore: -2.51, rivalShare: 1.12 };

let model: Softmax | undefined;
let weights: Weights | undefined;

/**
 * The article of one language that answers a question most likely, by its words and by what is meant; undefined where
 * there is none at all. Takes the question's own language, which may be another.
 */
export async function findMeant(
  search: Pick<SearchEngine, 'query' | 'documents'>,
  text: string,
  language: Language,
  locale: Language,
): Promise<Found | undefined> {
  model ??= readModel('topic');
  weights ??= JSON.parse(readFileSync(new URL('./weights.json', import.meta.url), 'utf8')) as Weights;
  const hits = await search.query(text, { locale, limit: MOST_HITS });
  const shelf = await shelfOf(search, locale, model);
  const scales = layOut({ text, language, topics: topicsOf(model, text, language) }, shelf, hits);
  const chances = chancesOf(scales, weights);
  const best = chances.indexOf(Math.max(...chances));
  const certainty = chances[best] ?? 0;
  const article = scales.candidates[best]?.article;
  const named = scales.candidates.find((one) => one.article.article === namedBy(hits, text, locale))?.article;
  if (named && named === article) return { article, certainty: Math.max(certainty, CERTAINTY_OF_ALL) };
  // Names, numbers, things that no shop is asked about: only the words themselves tell.
  if (certainty >= UNSURE || meaningsIn(text, language).length >= FEW) return article && { article, certainty };
  const held = scales.candidates.find((one) => one.article.article === hits[0]?.article)?.article;
  const byWords = held ? certaintyByWords(hits, queryWords(text, locale).length) : 0;
  return held && byWords > certainty ? { article: held, certainty: byWords } : article && { article, certainty };
}

/**
 * How certain the words alone are of the first hit: what share of the question's words it holds, how many these are, and
 * how close the second one comes. Weights of a logistic regression.
 */
function certaintyByWords([best, rival]: readonly SearchHit[], words: number): number {
  if (!best) return 0;
  if (best.coverage >= ALL && words > 1) return CERTAINTY_OF_ALL;
  const { none, share, of, rivalScore, rivalShare } = BY_WORDS;
  const beside = rival ? rivalScore * (rival.score / best.score) + rivalShare * rival.coverage : 0;
  return 1 / (1 + Math.exp(-(none + share * best.coverage + of * best.coverage * words + beside)));
}

/** The article that holds all words of a question that has several of them. */
function namedBy(hits: readonly SearchHit[], text: string, locale: Language): string | undefined {
  const [first] = hits;
  return first && first.coverage >= ALL && queryWords(text, locale).length > 1 ? first.article : undefined;
}

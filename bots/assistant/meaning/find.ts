import { readFileSync } from 'node:fs';
import type { SearchDocument, SearchEngine } from '../../../knowledge-base/search/engine.ts';
import type { Language } from '../../../server/tickets/envelopes.ts';
import { readModel } from '../recognition/file.ts';
import type { Softmax } from '../recognition/softmax.ts';
import { shelfOf } from './shelf.ts';
import { topicsOf } from './subjects.ts';
import { chancesOf, layOut, type Weights } from './weigh.ts';

export interface Found {
  article: SearchDocument;
  /** How certain it is that this article answers, 0 to 1: also against the others, and against none. */
  certainty: number;
}

/** Hardly a word of the question is left over: as few as they are, it is what the article is about. */
const ALL = 0.9;
const CERTAINTY_OF_ALL = 0.9;
/** Articles that the question's words find. */
const MOST_HITS = 8;

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
  const found = scales.candidates[best];
  if (!found) return undefined;
  const first = hits[0]?.article === found.article.article ? (hits[0]?.coverage ?? 0) : 0;
  const certainty = chances[best] ?? 0;
  return { article: found.article, certainty: first >= ALL ? Math.max(certainty, CERTAINTY_OF_ALL) : certainty };
}

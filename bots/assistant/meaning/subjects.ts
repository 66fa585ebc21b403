import type { SearchDocument } from '../../../knowledge-base/search/engine.ts';
import type { Language } from '../../../server/tickets/envelopes.ts';
import { predict, type Softmax } from '../recognition/softmax.ts';
import { meaningsIn, topicFeatures } from '../recognition/topics.ts';

/** How strongly an article speaks of each topic, in the order of the model's. */
export type Subjects = Float32Array;

/** How much a part of an article tells of what it is about. */
const WORTH = { title: 2, keyword: 1, summary: 1, body: 0.25 };
/** A part that holds no word of a known meaning tells little. */
const UNKNOWN = 0.3;
/** The topic of a bare name of a thing, which says nothing of what is asked about it. */
const THING = 'thing';
const LEAST_CLAUSE = 8;
const LEAST_SENTENCE = 15;
/** An article says in its first sentences what it is about; each costs as much as a question. */
const MOST_SENTENCES = 60;

/** Probabilities of the topics that a text is about, in the order of the model's. */
export function topicsOf(model: Softmax, text: string, language: Language): Float64Array {
  return predict(model, topicFeatures(text, language));
}

/**
 * What an article is about, read from its parts as if customers had asked them. Doubtful parts count little: each
 * chance counts by itself.
 */
export function subjectsOf(model: Softmax, article: SearchDocument): Subjects {
  const subjects = new Float32Array(model.labels.length);
  for (const { text, worth } of partsOf(article)) {
    const weight = worth * (meaningsIn(text, article.locale).length > 0 ? 1 : UNKNOWN);
    topicsOf(model, text, article.locale).forEach((chance, at) => (subjects[at]! += weight * chance * chance));
  }
  subjects[model.labels.indexOf(THING)] = 0;
  return subjects;
}

function partsOf({ title, keywords, summary, body }: SearchDocument): { text: string; worth: number }[] {
  const clauses = summary.split(/[,.:;?]/).filter((clause) => clause.trim().length > LEAST_CLAUSE);
  const sentences = body.split(/(?<=[.?!:;])\s/).filter((sentence) => sentence.length > LEAST_SENTENCE);
  return [
    { text: title, worth: WORTH.title },
    ...keywords.map((text) => ({ text, worth: WORTH.keyword })),
    ...clauses.map((text) => ({ text, worth: WORTH.summary })),
    ...sentences.slice(0, MOST_SENTENCES).map((text) => ({ text, worth: WORTH.body })),
  ];
}

/**
 * Makes `weights.json` from the training questions and the sample articles: `node bots/assistant/meaning/fit.ts`, after
 * `recognition/train.ts`. Each question is weighed by models that have not seen it, and by ones that do not know its
 * topic at all, as with the articles of any other shop; and once more with the article that answers it taken away.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { readArticleFiles } from '../../../knowledge-base/content.ts';
import { plainText } from '../../../knowledge-base/markdown.ts';
import { EmbeddedSearch } from '../../../knowledge-base/search/embedded.ts';
import type { SearchDocument } from '../../../knowledge-base/search/engine.ts';
import { LANGUAGES, type Language } from '../../../server/tickets/envelopes.ts';
import { sourcesDigest } from '../recognition/file.ts';
import { readSamples } from '../recognition/samples.ts';
import type { Softmax } from '../recognition/softmax.ts';
import { readTopics, topicsIn, type Asked } from '../recognition/topics.ts';
import { trainTopics } from '../recognition/train.ts';
import { fitWeights, type Weighing } from './descend.ts';
import { subjectsOf, topicsOf } from './subjects.ts';
import { layOut, MOST_HITS, type Shelved } from './weigh.ts';

/** A question with the articles that answer it, by their keys; none where nothing does. */
interface Case {
  language: Language;
  text: string;
  answers: string[];
  /** How much it counts. */
  worth: number;
}
type Shelves = Map<Language, Shelved[]>;

const FOLDS = 5;
const WORTH = { asked: 1, unknownTopic: 0.25, takenAway: 0.35, elsewhere: 0.5 };

const file = (name: string): string[] =>
  readFileSync(new URL(`../training/${name}`, import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean);

/** Topic → keys of the sample articles that answer it. */
const answering = new Map(
  file('topic-articles.tsv').map((line): [string, string[]] => {
    const [topic = '', keys = ''] = line.split('\t');
    return [topic, keys.split(' ')];
  }),
);
const documents = (await readArticleFiles()).map((one): SearchDocument => ({
  ...one,
  id: `${one.key}-${one.locale}`,
  article: one.key,
  body: plainText(one.body),
}));
const search = new EmbeddedSearch();
await search.index(documents);

/** The question weighed as it will be; without the articles that answer it when they are taken away. */
async function weighing(asked: Case, model: Softmax, shelves: Shelves, takenAway: boolean): Promise<Weighing> {
  const { language, text, answers } = asked;
  const gone = takenAway ? answers : [];
  const hits = await search.query(text, { locale: language, limit: MOST_HITS + gone.length });
  const shelf = (shelves.get(language) ?? []).filter(({ article }) => !gone.includes(article.article));
  const topics = topicsOf(model, text, language);
  const left = hits.filter((hit) => !gone.includes(hit.article)).slice(0, MOST_HITS);
  const scales = layOut({ text, language, topics }, shelf, left);
  const right = scales.candidates.map(({ article }) => !takenAway && answers.includes(article.article));
  const worth = takenAway ? WORTH.takenAway : 1;
  return { ...scales, right, worth: asked.worth * worth };
}

const shelvesOf = (model: Softmax): Shelves =>
  Map.groupBy(
    documents.map((article) => ({ article, subjects: subjectsOf(model, article) })),
    ({ article }) => article.locale,
  );

/** All cases weighed by one model. */
async function weighAll(cases: readonly Case[], model: Softmax): Promise<Weighing[]> {
  const shelves = shelvesOf(model);
  const weighed: Weighing[] = [];
  for (const one of cases) {
    weighed.push(await weighing(one, model, shelves, false));
    if (one.answers.length > 0) weighed.push(await weighing(one, model, shelves, true));
  }
  return weighed;
}

const caseOf = ({ topic, language, text }: Asked, worth: number): Case => ({
  language,
  text,
  answers: answering.get(topic) ?? [],
  worth,
});

/** Short questions that name an article's slug, and messages about something else. */
function otherCases(): Case[] {
  const short = file('answers.tsv').map((line): Case => {
    const [locale, text = '', slug = ''] = line.split('\t');
    const language = LANGUAGES.find((one) => one === locale) ?? 'en';
    const key = documents.find((one) => one.locale === language && one.slug === slug)?.article ?? slug;
    return { language, text, answers: slug === '-' ? [] : [key], worth: WORTH.asked };
  });
  const elsewhere = readSamples()
    .filter(({ label }) => label === 'other')
    .map(({ language, text }): Case => ({ language, text, answers: [], worth: WORTH.elsewhere }));
  return [...short, ...elsewhere];
}

const asked = readTopics();
const topics = topicsIn(asked);
const weighed = await weighAll(otherCases(), trainTopics(asked));
for (let fold = 0; fold < FOLDS; fold++) {
  const [seen, unseen] = [asked.filter((_, at) => at % FOLDS !== fold), asked.filter((_, at) => at % FOLDS === fold)];
  const known = asked.filter(({ topic }) => topics.indexOf(topic) % FOLDS !== fold);
  const unknown = asked.filter(({ topic }) => topics.indexOf(topic) % FOLDS === fold);
  const cases = unseen.map((one) => caseOf(one, WORTH.asked));
  weighed.push(...(await weighAll(cases, trainTopics(seen))));
  const strange = unknown.map((one) => caseOf(one, WORTH.unknownTopic));
  weighed.push(...(await weighAll(strange, trainTopics(known))));
}
const weights = fitWeights(weighed);
writeFileSync(
  new URL('./weights.json', import.meta.url),
  `${JSON.stringify({ ...weights, madeFrom: sourcesDigest() })}\n`,
);

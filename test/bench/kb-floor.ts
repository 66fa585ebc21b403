import MiniSearch from 'minisearch';
import { quantile } from './figure.ts';
import { articlesOf, questionsOf } from './kb-articles.ts';
import { locate } from './work.ts';

/**
 * `node test/bench/kb-floor.ts N`: bare MiniSearch over the same articles with the settings its documentation begins
 * with, in process and without HTTP. One JSON line: p95 in ms by kind of question, `build` in ms, `memory` in MB.
 */
const n = Number(process.argv[2] ?? 1000);
const { corpus } = await locate();
const questions = questionsOf(corpus, n);
const articles = [...articlesOf(corpus, n)].map((article, id) => ({ ...article, id, keywords: article.keywords.join(' ') }));
const before = process.memoryUsage().rss;
const began = performance.now();
const index = new MiniSearch({
  fields: ['title', 'keywords', 'summary', 'body'],
  searchOptions: { boost: { title: 5, keywords: 4, summary: 2.5 }, prefix: true, fuzzy: 0.2 },
});
index.addAll(articles);
const figures: Record<string, number> = { build: performance.now() - began };
figures['memory'] = (process.memoryUsage().rss - before) / 2 ** 20;
for (const [kind, texts] of Object.entries(questions)) {
  const times: number[] = [];
  for (let i = -20; i < 200; i++) {
    const at = performance.now();
    index.search(texts[Math.abs(i) % texts.length] ?? '').slice(0, 8);
    if (i >= 0) times.push(performance.now() - at);
  }
  figures[kind] = quantile(times, 0.95);
}
console.log(JSON.stringify(figures));

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedSearch } from '../../knowledge-base/search/embedded.ts';
import type { Language } from '../../server/tickets/envelopes.ts';
import { share } from './rows.ts';

interface Entry {
  _id: string;
  title?: string;
  text: string;
}
interface Figures {
  n: number;
  hit1: number;
  hit3: number;
  hit5: number;
  mrr: number;
}

const DEPTH = 10;

/** Searches a collection in BEIR's layout (corpus.jsonl, queries.jsonl, qrels.tsv) with the embedded engine. */
export async function measureRetrieval(folder: string, locale: Language): Promise<Figures> {
  const search = new EmbeddedSearch();
  await search.index(
    readEntries(join(folder, 'corpus.jsonl')).map(({ _id, title = '', text }) => ({
      id: _id,
      article: _id,
      slug: _id,
      locale,
      title,
      summary: '',
      category: '',
      keywords: [],
      body: text,
    })),
  );
  const relevant = readRelevant(join(folder, 'qrels.tsv'));
  const queries = readEntries(join(folder, 'queries.jsonl')).filter(({ _id }) => relevant.has(_id));
  const ranks: number[] = [];
  for (const { _id, text } of queries) {
    const hits = await search.query(text, { locale, limit: DEPTH });
    ranks.push(hits.findIndex((hit) => relevant.get(_id)?.has(hit.id)) + 1);
  }
  const within = (depth: number): number =>
    share(ranks.filter((rank) => rank > 0 && rank <= depth).length, ranks.length);
  const reciprocal = ranks.reduce((sum, rank) => sum + (rank > 0 ? 1 / rank : 0), 0);
  const figures = {
    n: ranks.length,
    hit1: within(1),
    hit3: within(3),
    hit5: within(5),
    mrr: share(reciprocal, ranks.length),
  };
  console.log(`Retrieval (${locale}, mrr over the first ${DEPTH})`);
  console.table({ [locale]: figures });
  return figures;
}

function readEntries(file: string): Entry[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => JSON.parse(line) as Entry);
}

/** `query-id corpus-id score` a line, with or without a head; also TREC's four columns `query 0 document score`. */
function readRelevant(file: string): Map<string, Set<string>> {
  const relevant = new Map<string, Set<string>>();
  for (const line of readFileSync(file, 'utf8').split(/\r?\n/)) {
    const cells = line.split('\t');
    const [query = '', document = '', score] = cells.length === 4 ? [cells[0], cells[2], cells[3]] : cells;
    if (!document || query === 'query-id' || Number(score ?? 1) <= 0 || Number.isNaN(Number(score ?? 1))) continue;
    relevant.set(query, (relevant.get(query) ?? new Set()).add(document));
  }
  return relevant;
}

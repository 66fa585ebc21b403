import type { Config } from '../../server/config.ts';
import { EmbeddedSearch } from './embedded.ts';
import type { SearchEngine } from './engine.ts';
import { FallbackSearch, type SearchLog } from './fallback.ts';

/** The search engine of this installation: embedded, or Meilisearch with the embedded one behind it. Never rejects. */
export async function createSearch(config: Pick<Config, 'meili'>, log: SearchLog): Promise<SearchEngine> {
  const embedded = new EmbeddedSearch();
  if (!config.meili) return embedded;
  const { MeilisearchEngine } = await import('./meilisearch.ts');
  return new FallbackSearch(new MeilisearchEngine(config.meili), embedded, log);
}

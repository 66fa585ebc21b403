import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedSearch } from '../../../knowledge-base/search/embedded.ts';
import { FallbackSearch } from '../../../knowledge-base/search/fallback.ts';
import { MeilisearchEngine } from '../../../knowledge-base/search/meilisearch.ts';
import { searchDocument } from '../../support/articles.ts';
import { startMeilisearch, type MeilisearchStandIn } from '../../support/meilisearch.ts';

const silent = { info: () => undefined, warn: () => undefined };
const english = { locale: 'en', limit: 5 } as const;

describe('Meilisearch with the embedded engine behind it', () => {
  let meili: MeilisearchStandIn;
  let now = 0;
  let search: FallbackSearch;
  beforeEach(async () => {
    meili = await startMeilisearch();
    now = 0;
    search = new FallbackSearch(new MeilisearchEngine(meili), new EmbeddedSearch(), silent, () => now);
    await search.index([searchDocument('quokka', 'en', { title: 'Feeding a quokka' })]);
    await search.settled();
  });
  afterEach(() => meili.close());

  const found = async (text: string): Promise<string[]> =>
    (await search.query(text, english)).map((hit) => hit.article);

  it('asks Meilisearch when it is complete', async () => {
    expect(search.name).toBe('meilisearch');
    expect(await found('quokka')).toEqual(['quokka']);
    expect(meili.requests).toContain('POST /indexes/ombud-articles-en/search');
    expect(meili.settings('ombud-articles-en')).toMatchObject({
      searchableAttributes: ['titleTerms', 'keywordsTerms', 'summaryTerms', 'bodyTerms'],
      localizedAttributes: [{ attributePatterns: ['*'], locales: ['eng'] }],
    });
  });

  it('fails no query when it goes away, and is complete again when it comes back', async () => {
    meili.away(true);
    expect(await found('quokka')).toEqual(['quokka']);
    expect(search.name).toBe('embedded');
    await search.index([searchDocument('wombat', 'en', { title: 'Feeding a wombat' })]);
    await search.remove(['quokka-en']);
    expect(await found('wombat')).toEqual(['wombat']);

    meili.away(false);
    await found('wombat');
    expect(search.name).toBe('embedded'); // not asked again before its time
    now = 6000;
    await found('wombat');
    await search.settled();
    expect(search.name).toBe('meilisearch');
    expect([...(meili.documents('ombud-articles-en')?.keys() ?? [])]).toEqual(['wombat-en']);
    expect(meili.documents('ombud-articles-en-next')).toBeUndefined();
    expect(await found('wombat')).toEqual(['wombat']);
    expect(await found('quokka')).toEqual([]);
  });

  it('takes a failed task as a failure and makes it good', async () => {
    meili.failNextTask('no_space_left_on_device');
    await search.index([searchDocument('wombat', 'en', { title: 'Feeding a wombat' })]);
    expect(search.name).toBe('embedded');
    expect(await found('wombat')).toEqual(['wombat']);
    now = 6000;
    await search.ready();
    await search.settled();
    expect(search.name).toBe('meilisearch');
    expect(meili.documents('ombud-articles-en')?.has('wombat-en')).toBe(true);
  });

  it('answers from the embedded engine when the key is wrong', async () => {
    const stranger = new MeilisearchEngine({ url: meili.url, key: 'wrong' });
    const other = new FallbackSearch(stranger, new EmbeddedSearch(), silent);
    await other.index([searchDocument('wombat', 'en', { title: 'Feeding a wombat' })]);
    await other.settled();
    expect(other.name).toBe('embedded');
    expect(await other.query('wombat', english)).toHaveLength(1);
    expect(await other.ready()).toBe(true);
  });
});

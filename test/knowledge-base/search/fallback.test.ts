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
    expect(meili.requests).toEqual([]); // half a desk takes nobody's place
    await search.whole();
  });
  afterEach(() => meili.close());

  const found = async (text: string): Promise<string[]> =>
    (await search.query(text, english)).map((hit) => hit.article);

  it('asks Meilisearch when it is complete', async () => {
    expect(search.name).toBe('meilisearch');
    expect(await found('quokka')).toEqual(['quokka']);
    expect(meili.requests).toContain('POST /multi-search');
    expect(meili.settings('ombud-articles-en')).toMatchObject({
      searchableAttributes: ['titleTerms', 'keywordsTerms', 'summaryTerms', 'bodyTerms'],
      localizedAttributes: [{ attributePatterns: ['*'], locales: ['eng'] }],
      typoTolerance: { enabled: true, minWordSizeForTypos: { oneTypo: 5, twoTypos: 8 } },
      synonyms: { warranti: expect.arrayContaining(['guarante']) as unknown },
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
    expect(meili.indexes().filter((name) => name.includes('next'))).toEqual([]);
    expect(await found('wombat')).toEqual(['wombat']);
    expect(await found('quokka')).toEqual([]);
  });

  it('answers every question while it is away for a minute, is silent, or comes back half-way', async () => {
    const ask = async (seconds: number): Promise<void> => {
      for (let second = 0; second < seconds; second += 1) {
        now += 1000;
        expect(await found('quokka')).toEqual(['quokka']);
        expect(await search.ready()).toBe(true);
      }
    };
    const back = async (): Promise<void> => {
      for (let attempt = 0; attempt < 5 && search.name === 'embedded'; attempt += 1) {
        await ask(6);
        await search.settled();
      }
      expect(search.name).toBe('meilisearch');
    };
    meili.away(true);
    await ask(60);
    meili.failNextTask('internal');
    meili.away(false);
    await back();
    meili.away('silent');
    await ask(1);
    expect(search.name).toBe('embedded');
    meili.away(false);
    await back();
    expect(meili.indexes().filter((name) => name.includes('next'))).toEqual([]);
  });

  it('asks Meilisearch only when it has every write, also words for the same', async () => {
    await search.index([searchDocument('wombat', 'en', { title: 'Feeding a wombat' })]);
    await search.synonyms('en', [['wombat', 'vombatus']]);
    expect(search.name).toBe('embedded');
    expect(await found('vombatus')).toEqual(['wombat']);
    await search.settled();
    expect(search.name).toBe('meilisearch');
    expect(await found('vombatus')).toEqual(['wombat']);
    expect(meili.settings('ombud-articles-en')?.synonyms).toEqual({ wombat: ['vombatu'], vombatu: ['wombat'] });
  });

  it('misses nothing in a rebuild, also what is written meanwhile', async () => {
    const rebuilt = search.rebuild();
    const asked: string[][] = [];
    for (let time = 0; time < 30; time += 1) {
      if (time === 10) await search.index([searchDocument('wombat', 'en', { title: 'Feeding a wombat' })]);
      asked.push(await found('quokka'));
    }
    await rebuilt;
    expect(asked.every(([first]) => first === 'quokka')).toBe(true);
    expect(search.name).toBe('meilisearch');
    expect(await found('wombat')).toEqual(['wombat']);
    expect([...(meili.documents('ombud-articles-en')?.keys() ?? [])].sort()).toEqual(['quokka-en', 'wombat-en']);
  });

  it('takes a failed task as a failure and makes it good', async () => {
    meili.failNextTask('no_space_left_on_device');
    await search.index([searchDocument('wombat', 'en', { title: 'Feeding a wombat' })]);
    expect(await found('wombat')).toEqual(['wombat']);
    await search.settled();
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
    await other.whole();
    expect(other.name).toBe('embedded');
    expect(await other.query('wombat', english)).toHaveLength(1);
    expect(await other.ready()).toBe(true);
  });
});

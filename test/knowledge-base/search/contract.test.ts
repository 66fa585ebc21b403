import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Meilisearch } from 'meilisearch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedSearch } from '../../../knowledge-base/search/embedded.ts';
import type { SearchEngine } from '../../../knowledge-base/search/engine.ts';
import { MeilisearchEngine } from '../../../knowledge-base/search/meilisearch.ts';
import { shippedGroups } from '../../../knowledge-base/search/synonyms.ts';
import { LANGUAGES, type Language } from '../../../server/tickets/envelopes.ts';
import { sampleDocuments, searchDocument } from '../../support/articles.ts';
import { startMeilisearch } from '../../support/meilisearch.ts';

type Queries = Record<Language, { q: string; key: string }[]> & { nonsense: string[] };
const file = join(import.meta.dirname, '../queries.json');
const queries = JSON.parse(readFileSync(file, 'utf8')) as Queries;
/** What both engines must find, each row. */
const contract = readFileSync(join(import.meta.dirname, 'contract.tsv'), 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => line.split('\t') as [Language, string, string]);
/** Of the queries of a language. */
const LEAST_RIGHT = 18;

interface Opened {
  engine: SearchEngine;
  close(): Promise<void>;
}

async function openMeilisearch(): Promise<Opened> {
  const prefix = `test-${randomBytes(4).toString('hex')}`;
  const url = process.env['MEILI_URL'];
  if (!url) {
    const standIn = await startMeilisearch();
    return { engine: new MeilisearchEngine(standIn, prefix), close: () => standIn.close() };
  }
  const key = process.env['MEILI_KEY'];
  const client = new Meilisearch({ host: url, ...(key ? { apiKey: key } : {}) });
  return {
    engine: new MeilisearchEngine({ url, key }, prefix),
    close: async () => {
      for (const locale of LANGUAGES) await client.deleteIndex(`${prefix}-${locale}`).waitTask();
    },
  };
}

const meiliName = process.env['MEILI_URL'] ? 'Meilisearch at MEILI_URL' : 'Meilisearch (stand-in)';

describe.each([
  {
    name: 'embedded',
    open: async (): Promise<Opened> => ({ engine: new EmbeddedSearch(), close: async () => {} }),
  },
  { name: meiliName, open: openMeilisearch },
])('search with $name', ({ open }) => {
  let engine: SearchEngine;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ engine, close } = await open());
    await engine.index(await sampleDocuments());
  });
  afterAll(() => close());

  /** The queries whose article is not among the first three. */
  async function missedOf(locale: Language, asked: { q: string; key: string }[]): Promise<string[]> {
    const missed: string[] = [];
    for (const { q, key } of asked) {
      const hits = await engine.query(q, { locale, limit: 3 });
      if (!hits.some((hit) => hit.article === key)) missed.push(`${q} → ${hits.map((hit) => hit.article).join(', ')}`);
    }
    return missed;
  }

  it.each(LANGUAGES)('finds the right article among the first three for 18 of 20 in %s', async (locale) => {
    const missed = await missedOf(locale, queries[locale]);
    expect(queries[locale]).toHaveLength(20);
    expect(20 - missed.length, missed.join('\n')).toBeGreaterThanOrEqual(LEAST_RIGHT);
  });

  it.each(LANGUAGES)('keeps the contract of 60 queries in %s', async (locale) => {
    expect(contract).toHaveLength(60);
    const own = contract.filter(([language]) => language === locale).map(([, q, key]) => ({ q, key }));
    expect(await missedOf(locale, own)).toEqual([]);
  });

  it.each(LANGUAGES)('finds nothing for nonsense in %s', async (locale) => {
    expect(queries.nonsense).toHaveLength(10);
    for (const text of [...queries.nonsense, '', '   ', '?!'])
      expect(await engine.query(text, { locale, limit: 5 }), text).toEqual([]);
  });

  it.each<[Language, string, string]>([
    ['en', 'Can you tell me when I will get my money back on my credit card?', 'refund-times'],
    ['es', '¿dónde está mi pedido?', 'track-parcel'],
    ['ro', 'cât costă livrarea', 'delivery-times'],
    ['pl', 'nie mogę się zalogować', 'reset-password'],
    ['ru', 'новый ноутбук не включается', 'faulty-on-arrival'],
  ])('understands a question in %s: %s', async (locale, question, key) => {
    const hits = await engine.query(question, { locale, limit: 3 });
    expect(hits.map((hit) => hit.article)).toContain(key);
  });

  it.each([
    '" OR 1=1 --',
    '.*+?^${}()|[]\\',
    '<script>alert(1)</script>',
    '\u0000\u0001\uD800',
    '👍🏽'.repeat(50),
    'word '.repeat(5000),
    'a'.repeat(10_000),
    '__proto__ constructor toString',
  ])('answers a hostile query: %j', async (text) => {
    expect(Array.isArray(await engine.query(text, { locale: 'en', limit: 5 }))).toBe(true);
  });

  it('escapes what it excerpts and marks only hits', async () => {
    const summary = 'Ask <img src=x onerror=alert(1)> for a "zebrafish" & wait';
    await engine.index([searchDocument('hostile', 'en', { title: 'Hostile zebrafish', summary })]);
    const [hit] = await engine.query('zebrafish', { locale: 'en', limit: 1 });
    expect(hit?.excerpt).toBe(
      'Ask &lt;img src=x onerror=alert(1)&gt; for a &quot;<mark>zebrafish</mark>&quot; &amp; wait',
    );
  });

  it('replaces what has the same id, forgets what is removed, and keeps languages apart', async () => {
    await engine.index([searchDocument('wombat', 'en', { title: 'Feeding a wombat' })]);
    await engine.index([searchDocument('wombat', 'en', { title: 'Feeding a quokka' })]);
    expect(await engine.query('wombat', { locale: 'en', limit: 5 })).toEqual([]);
    const [hit] = await engine.query('quokka', { locale: 'en', limit: 5 });
    expect(hit).toMatchObject({ id: 'wombat-en', article: 'wombat', locale: 'en', title: 'Feeding a quokka' });
    expect(await engine.query('quokka', { locale: 'pl', limit: 5 })).toEqual([]);
    await engine.remove(['wombat-en', 'never-was-en']);
    expect(await engine.query('quokka', { locale: 'en', limit: 5 })).toEqual([]);
  });

  it('takes words for the same as long as it is told so, inflected ones too', async () => {
    const found = async (text: string): Promise<string[]> =>
      (await engine.query(text, { locale: 'ro', limit: 3 })).map((hit) => hit.article);
    const shipped = [...shippedGroups('ro').values()];
    expect(await found('bidiviu')).toEqual([]);
    await engine.synonyms('ro', [...shipped, ['bidiviu', 'parolă']]);
    expect((await found('bidiviu'))[0]).toBe('reset-password');
    expect((await found('bidiviul'))[0]).toBe('reset-password');
    await engine.synonyms('ro', shipped);
    expect(await found('bidiviu')).toEqual([]);
  });

  it('gives at most as many as asked for, best first', async () => {
    const hits = await engine.query('return a parcel for a refund', { locale: 'en', limit: 2 });
    expect(hits).toHaveLength(2);
    expect(hits[0]?.score).toBeGreaterThanOrEqual(hits[1]?.score ?? Infinity);
  });
});

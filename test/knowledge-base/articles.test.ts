import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArticleFiles, readSampleCategories } from '../../knowledge-base/content.ts';
import { loadSampleArticles, removeSamples } from '../../knowledge-base/import-content.ts';
import { Articles } from '../../knowledge-base/model.ts';
import { startIndexing } from '../../knowledge-base/publish.ts';
import { suggestArticles } from '../../knowledge-base/suggest.ts';
import { LANGUAGES } from '../../server/tickets/envelopes.ts';
import { buildTestApp, type TestApp } from '../support/app.ts';

const translation = {
  slug: 'feed-a-quokka',
  title: 'Feeding a quokka',
  summary: 'What quokkas eat.',
  keywords: ['marsupial'],
  body: '## Leaves\n\nGive it **leaves**.',
};

describe('sample articles', () => {
  it('are complete: every key in every language, known categories, links that lead somewhere', async () => {
    const [files, categories] = await Promise.all([readArticleFiles(), readSampleCategories()]);
    const keys = new Set(files.map((file) => file.key));
    expect(keys.size).toBeGreaterThanOrEqual(15);
    expect(files).toHaveLength(keys.size * LANGUAGES.length);
    const known = new Set(categories.map((category) => category.key));
    const slugs = new Set(files.map((file) => `${file.locale}/${file.slug}`));
    expect(slugs.size).toBe(files.length);
    for (const file of files) {
      expect(known, file.slug).toContain(file.category);
      for (const [, target] of file.body.matchAll(/\]\(([a-z0-9-]+)\)/g))
        expect(slugs, `${file.slug} links to ${target}`).toContain(`${file.locale}/${target}`);
    }
  });
});

describe('articles', () => {
  let app: TestApp;
  let supervisor: string;
  let agent: string;
  beforeAll(async () => {
    app = await buildTestApp();
    supervisor = (await app.signIn('supervisor')).cookie;
    agent = (await app.signIn('agent')).cookie;
  });
  afterAll(() => app.close());

  const call = async (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: object,
    cookie = supervisor,
  ) => {
    const headers = cookie ? { cookie } : {};
    const answer = await app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
  };
  const search = async (q: string, locale = 'en') => {
    const { status, body } = await call(
      'GET',
      `/api/v1/help/search?${new URLSearchParams({ q, locale })}`,
      undefined,
      '',
    );
    expect(status).toBe(200);
    return body.items as { id: string; slug: string; locale: string; title: string; excerpt: string }[];
  };

  it('are not for strangers, and not written by every agent', async () => {
    expect((await call('GET', '/api/v1/articles', undefined, '')).status).toBe(401);
    expect((await call('POST', '/api/v1/articles', { ...translation, category: 'x', locale: 'en' }, '')).status).toBe(
      401,
    );
    expect(
      (await call('POST', '/api/v1/articles', { ...translation, category: 'x', locale: 'en' }, agent)).status,
    ).toBe(403);
    expect((await call('GET', '/api/v1/articles', undefined, agent)).status).toBe(200);
  });

  it('are found when published, in their own words, and gone when not', async () => {
    const made = await call('POST', '/api/v1/articles', { ...translation, category: 'products', locale: 'en' });
    expect(made).toMatchObject({ status: 201, body: { key: 'feed-a-quokka', status: 'draft', sample: false } });
    const id = String(made.body.id);
    expect(await search('quokka')).toEqual([]);

    expect((await call('POST', `/api/v1/articles/${id}/publication`)).body).toMatchObject({ status: 'published' });
    expect(await search('quokka')).toEqual([
      { id, slug: 'feed-a-quokka', locale: 'en', title: translation.title, excerpt: 'What <mark>quokkas</mark> eat.' },
    ]);

    const polish = { slug: 'karmienie-kuoki', title: 'Karmienie kuoki', summary: 'Co jedzą kuoki.', body: 'Liście.' };
    expect((await call('PUT', `/api/v1/articles/${id}/translations/pl`, polish)).status).toBe(200);
    expect(await search('kuoka', 'pl')).toMatchObject([{ id, slug: 'karmienie-kuoki', locale: 'pl' }]);

    await call('PUT', `/api/v1/articles/${id}/translations/en`, {
      ...translation,
      title: 'Feeding a wombat',
      summary: '',
    });
    expect((await search('wombat'))[0]).toMatchObject({ id, title: 'Feeding a wombat' });

    expect((await call('POST', `/api/v1/articles/${id}/publication`, { audience: 'agents' })).body.status).toBe(
      'internal',
    );
    expect(await search('wombat')).toEqual([]);
    await call('POST', `/api/v1/articles/${id}/publication`, {});
    expect(await search('wombat')).toHaveLength(1);
    expect((await call('DELETE', `/api/v1/articles/${id}/publication`)).body.status).toBe('draft');
    expect(await search('wombat')).toEqual([]);
  });

  it('refuse taken and reserved addresses, unknown members and unknown ids', async () => {
    const body = { ...translation, category: 'products', locale: 'en', key: 'other' };
    expect(await call('POST', '/api/v1/articles', body)).toMatchObject({
      status: 409,
      body: { code: 'already-exists' },
    });
    for (const slug of ['search', 'request', 'c', '../x', 'A b', ''])
      expect((await call('POST', '/api/v1/articles', { ...body, slug })).status, slug).toBe(400);
    expect((await call('POST', '/api/v1/articles', { ...body, slug: 'new', status: 'published' })).status).toBe(400);
    expect((await call('GET', `/api/v1/articles/${'0'.repeat(24)}`)).status).toBe(404);
    expect((await call('GET', '/api/v1/articles/1')).status).toBe(400);
  });

  it('page through a list, titles in the asked language', async () => {
    for (const n of [1, 2, 3])
      await call('POST', '/api/v1/articles', { ...translation, slug: `paged-${n}`, category: 'paged', locale: 'en' });
    const slugs: string[] = [];
    let after = '';
    do {
      const { body } = await call(
        'GET',
        `/api/v1/articles?category=paged&locale=ru&limit=2${after && `&after=${after}`}`,
      );
      slugs.push(...(body.items as { slug: string; locale: string }[]).map((item) => `${item.locale} ${item.slug}`));
      after = (body.next as string | null) ?? '';
    } while (after);
    expect(slugs).toEqual(['en paged-1', 'en paged-2', 'en paged-3']);
    expect((await call('GET', '/api/v1/articles?after=nonsense')).body.code).toBe('invalid-cursor');
  });

  it('answer strange searches', async () => {
    expect((await call('GET', '/api/v1/help/search?q=x&locale=fr')).status).toBe(400);
    expect((await call('GET', '/api/v1/help/search?locale=en')).status).toBe(400);
    expect((await call('GET', '/api/v1/help/search?q=x&locale=en&extra=1')).status).toBe(400);
    expect((await call('GET', `/api/v1/help/search?q=${'x'.repeat(601)}&locale=en`)).status).toBe(400);
    expect(await search('{"$gt":""}')).toEqual([]);
  });

  it('come as samples once, are searchable, and stay removed', async () => {
    const added = await loadSampleArticles(app.context);
    expect(added).toBeGreaterThanOrEqual(15);
    expect(await loadSampleArticles(app.context)).toBe(0);
    expect((await search('gwarancja', 'pl'))[0]?.slug).toBe('reklamacja-z-gwarancji');
    expect((await suggestArticles(app.context, 'where is my parcel', 'en'))[0]).toMatchObject({
      slug: 'track-parcel',
      url: '/help/en/track-parcel',
    });
    expect(await Articles(app.context).countDocuments({ sample: true })).toBe(added);

    // One that somebody writes in is theirs, and its translations are behind.
    const mine = await Articles(app.context).findOne({ key: 'track-parcel' }).lean();
    const url = `/api/v1/articles/${String(mine?._id)}/translations/en`;
    const { body } = await call('PUT', url, { ...translation, slug: 'track-parcel' });
    expect(body.sample).toBe(false);
    const others = (body.translations as { locale: string; state: string }[]).filter(({ locale }) => locale !== 'en');
    expect(others.map(({ state }) => state)).toEqual(['outdated', 'outdated', 'outdated', 'outdated']);

    expect(await removeSamples(app.context)).toBe(added - 1);
    expect(await search('quokka')).toMatchObject([{ slug: 'track-parcel' }]);
    await call('DELETE', `/api/v1/articles/${String(mine?._id)}/publication`);
    expect(await search('gwarancja', 'pl')).toEqual([]);
    expect(await loadSampleArticles(app.context)).toBe(0);
  });

  it('written by another process are found after its next look', async () => {
    const { _id } = (await Articles(app.context).findOne({ key: 'paged-1' }).lean()) ?? {};
    await Articles(app.context).collection.updateOne(
      { _id: _id as never },
      { $set: { status: 'published', updatedAt: new Date() } },
    );
    const indexing = await startIndexing(app.context);
    expect(await search('quokka')).toMatchObject([{ slug: 'paged-1' }]);
    await indexing.stop();
  });
});

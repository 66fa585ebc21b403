import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Articles, RemovedArticles } from '../../knowledge-base/model.ts';
import { startIndexing } from '../../knowledge-base/publish.ts';
import { slugOf } from '../../knowledge-base/slug.ts';
import { SynonymGroups } from '../../knowledge-base/synonym-model.ts';
import { storedPath } from '../../knowledge-base/markdown.ts';
import { buildFrontEnds } from '../support/build.ts';
import { eventually } from '../support/eventually.ts';
import { buildTestApp, type TestApp } from '../support/app.ts';

let app: TestApp;
let cookie: string;
let now = new Date('2026-03-01T10:00:00Z');
beforeAll(async () => {
  buildFrontEnds('help');
  app = await buildTestApp({ clock: { now: () => now } });
  cookie = (await app.signIn('supervisor')).cookie;
}, 60_000);
afterAll(() => app.close());

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
const call = async (method: Method, path: string, payload?: object, as = cookie) => {
  const headers = as ? { cookie: as } : {};
  return app.inject({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) });
};
const made = async (article: object) => (await call('POST', '/articles', article)).json();
const found = async (q: string, locale = 'en') =>
  (await call('GET', `/help/search?${new URLSearchParams({ q, locale })}`)).json().items;

describe('authors', () => {
  it('are agents who lead; others read', async () => {
    const id = (await made({ locale: 'en', title: 'Wombats', body: 'They dig.' })).id;
    const agent = (await app.signIn('agent')).cookie;
    for (const [method, path] of [
      ['PUT', `/articles/${id}`],
      ['DELETE', `/articles/${id}`],
      ['DELETE', `/articles/${id}/translations/en`],
      ['PUT', '/article-categories/burrows'],
      ['DELETE', '/article-categories/burrows'],
      ['POST', `/articles/${id}/translations/en/versions/1/restoration`],
      ['POST', '/articles/images'],
      ['POST', '/article-synonyms/en'],
      ['PUT', '/article-synonyms/en/parcel'],
      ['DELETE', '/article-synonyms/en/parcel'],
    ] as const) {
      const words = path.includes('synonyms') ? { words: ['a', 'b'] } : {};
      const payload = path.endsWith('burrows') && method === 'PUT' ? { titles: {} } : words;
      expect((await call(method, path, payload, '')).statusCode, path).toBe(401);
      expect((await call(method, path, payload, agent)).statusCode, path).toBe(403);
    }
    expect((await call('GET', `/articles/${id}/translations/en/versions`, undefined, agent)).statusCode).toBe(200);
  });

  it('need to name little: address, category and key follow', async () => {
    const article = await made({ locale: 'pl', title: 'Ile kosztuje wysyłka żółwia?', body: 'Nic.' });
    expect(article).toMatchObject({ key: 'ile-kosztuje-wysylka-zolwia', category: 'general', source: 'pl' });
    expect(article.translations).toMatchObject([{ slug: 'ile-kosztuje-wysylka-zolwia', version: 1, summary: '' }]);
    const { items } = (await call('GET', '/article-categories')).json();
    expect(items).toContainEqual(expect.objectContaining({ key: 'general', sample: false }));
  });

  it('see what is missing and what is outdated, but not by a slip', async () => {
    const { id } = await made({ locale: 'en', title: 'Echidna', body: 'Spines.' });
    const save = async (locale: string, text: object) =>
      (await call('PUT', `/articles/${id}/translations/${locale}`, text)).json();
    const states = async () =>
      (await call('GET', '/articles?limit=200')).json().items.find((one: { id: string }) => one.id === id).states;
    await save('pl', { title: 'Kolczatka', body: 'Kolce.' });
    expect(await states()).toEqual({ en: 'current', es: 'missing', ro: 'missing', pl: 'current', ru: 'missing' });
    await save('en', { title: 'Echidna', body: 'Spines!', minor: true });
    expect((await states()).pl).toBe('current');
    await save('en', { title: 'Echidna', body: 'Spines, and a long tongue.' });
    expect((await states()).pl).toBe('outdated');
    const saved = await save('pl', { title: 'Kolczatka', body: 'Kolce i długi język.' });
    expect((await states()).pl).toBe('current');
    expect(saved.translations.map((one: { version: number }) => one.version)).toEqual([3, 2]);
    // The other way round, and back.
    await call('PUT', `/articles/${id}`, { source: 'pl' });
    expect(await states()).toMatchObject({ en: 'current', pl: 'current' });
    await save('pl', { title: 'Kolczatka', body: 'Kolce i język.' });
    expect(await states()).toMatchObject({ en: 'outdated', pl: 'current' });
    await call('PUT', `/articles/${id}`, { source: 'en' });
    expect(await states()).toMatchObject({ en: 'current', pl: 'current' });
    expect((await call('DELETE', `/articles/${id}/translations/pl`)).statusCode).toBe(200);
    expect((await states()).pl).toBe('missing');
    expect((await call('DELETE', `/articles/${id}/translations/en`)).statusCode).toBe(422);
  });

  it('cannot overwrite what they have not seen, and get back what was', async () => {
    const { id } = await made({ locale: 'en', title: 'Numbat', body: 'One.\nTwo.\nThree.\n' });
    const path = `/articles/${id}/translations/en`;
    const text = { title: 'Numbat', body: 'One.\n2.\nThree.\n' };
    expect((await call('PUT', path, { ...text, lastVersion: 1 })).statusCode).toBe(200);
    expect((await call('PUT', path, { ...text, lastVersion: 1 })).json()).toMatchObject({
      code: 'conflict',
      version: 2,
    });
    const list = (await call('GET', `${path}/versions`)).json().items;
    expect(list).toMatchObject([{ version: 2, by: expect.stringMatching(/^[0-9a-f]{24}$/) }, { version: 1 }]);
    const first = (await call('GET', `${path}/versions/1`)).json();
    expect(first.difference).toEqual({
      title: [{ kind: 'same', text: 'Numbat' }],
      summary: [],
      body: [
        { kind: 'same', text: 'One.\n' },
        { kind: 'removed', text: 'Two.\n' },
        { kind: 'added', text: '2.\n' },
        { kind: 'same', text: 'Three.\n' },
      ],
    });
    const back = await call('POST', `${path}/versions/1/restoration`);
    expect(back.json().translations).toMatchObject([{ version: 3, body: 'One.\nTwo.\nThree.\n' }]);
    expect((await call('GET', `${path}/versions/9`)).statusCode).toBe(404);
  });

  it('move an address, and the former one leads to it until another article has it', async () => {
    const { id } = await made({ locale: 'en', title: 'Old name', body: 'Text.' });
    await call('POST', `/articles/${id}/publication`);
    await call('PUT', `/articles/${id}/translations/en`, { slug: 'new-name', title: 'New name', body: 'Text.' });
    const old = await app.inject({ url: '/help/en/old-name' });
    expect([old.statusCode, old.headers.location]).toEqual([301, '/help/en/new-name']);
    expect((await app.inject({ url: '/help/en/new-name' })).statusCode).toBe(200);
    const other = await made({ locale: 'en', title: 'Old name', key: 'other', body: 'Another.' });
    await call('POST', `/articles/${other.id}/publication`);
    expect((await app.inject({ url: '/help/en/old-name' })).body).toContain('Another.');
  });

  it('publish later', async () => {
    const { id } = await made({ locale: 'en', title: 'Bilby season', body: 'Soon.' });
    const planned = await call('POST', `/articles/${id}/publication`, { at: '2026-03-01T12:00:00Z' });
    expect(planned.json()).toMatchObject({ status: 'draft', publishAt: '2026-03-01T12:00:00.000Z' });
    expect(await found('bilby')).toEqual([]);
    now = new Date('2026-03-01T12:00:01Z');
    await eventually(async () => expect(await found('bilby')).toHaveLength(1));
    expect((await call('GET', `/articles/${id}`)).json()).toMatchObject({ status: 'published', publishAt: null });
  });

  it('remove an article: gone at once here, and by its mark where another process or a crash left it', async () => {
    const { id } = await made({ locale: 'en', title: 'Potoroo', body: 'Text.' });
    await call('POST', `/articles/${id}/publication`);
    expect(await found('potoroo')).toHaveLength(1);
    expect((await call('DELETE', `/articles/${id}`)).statusCode).toBe(204);
    expect(await found('potoroo')).toEqual([]);
    expect((await app.inject({ url: '/help/en/potoroo' })).statusCode).toBe(404);

    const left = await made({ locale: 'en', title: 'Quoll', body: 'Text.' });
    await call('POST', `/articles/${left.id}/publication`);
    const indexing = await startIndexing(app.context);
    const { _id } = (await Articles(app.context).findOne({ key: 'quoll' }).lean()) ?? {};
    await RemovedArticles(app.context).create({ _id, at: now });
    await eventually(async () => expect(await found('quoll')).toEqual([]));
    expect(await Articles(app.context).exists({ key: 'quoll' })).toBeNull();
    await indexing.stop();
  });

  it('sort, title and remove categories', async () => {
    const { id } = await made({ locale: 'en', title: 'Sorted', body: 'Text.', category: 'spare-parts' });
    await call('POST', `/articles/${id}/publication`);
    expect((await app.inject({ url: '/help/pl/' })).body).toContain('Spare parts');
    const titles = { en: 'Parts', pl: 'Części' };
    await call('PUT', '/article-categories/spare-parts', { titles, order: 1 });
    expect((await app.inject({ url: '/help/pl/c/spare-parts' })).body).toContain('Części</h1>');
    expect((await call('DELETE', '/article-categories/spare-parts')).statusCode).toBe(409);
    const moved = await call('PUT', `/articles/${id}`, { category: 'other', reviewBy: '2027-01-01T00:00:00Z' });
    expect(moved.json()).toMatchObject({ category: 'other', reviewBy: '2027-01-01T00:00:00.000Z' });
    expect((await call('DELETE', '/article-categories/spare-parts')).statusCode).toBe(204);
    expect((await app.inject({ url: '/help/pl/c/spare-parts' })).statusCode).toBe(404);
  });

  it('add categories, each with a key of its own', async () => {
    const add = (titles: object) => call('POST', '/article-categories', { titles, order: 3 });
    expect((await add({ ru: 'Подарки' })).json()).toMatchObject({ key: 'podarki', order: 3, sample: false });
    expect((await add({ en: 'Podarki' })).json().key).toBe('podarki-2');
    expect((await add({})).statusCode).toBe(400);
    expect((await call('POST', '/article-categories', { titles: {} }, '')).statusCode).toBe(401);
  });

  it('put pictures in, which are shown from where the text names them', async () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const upload = (bytes: Buffer) => {
      const head = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\n';
      const payload = Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--x--\r\n')]);
      const headers = { cookie, 'content-type': 'multipart/form-data; boundary=x' };
      return app.inject({ method: 'POST', url: '/api/v1/articles/images', headers, payload });
    };
    const { path, url } = (await upload(png)).json();
    expect((await upload(Buffer.from('<svg onload="alert(1)"/>'))).statusCode).toBe(415);
    const preview = await call('POST', '/articles/preview', {
      locale: 'pl',
      body: `![Pudełko](${path}) {{shop.name}}`,
    });
    expect(preview.json().html).toContain(`<img src="${url}" alt="Pudełko" loading="lazy" />`);
    const image = await app.inject({ url });
    expect([image.statusCode, image.headers['content-type'], image.rawPayload.equals(png)]).toEqual([
      200,
      'image/png',
      true,
    ]);
    expect((await app.inject({ url: '/help/files/images/none.png' })).statusCode).toBe(404);
  });
});

it.each([
  ['Zwrot towaru', 'zwrot-towaru'],
  ['Как вернуть щётку?', 'kak-vernut-shchetku'],
  ['Search', 'article-search'],
  ['???', 'article'],
  ['Ăla cu șurub', 'ala-cu-surub'],
])('%s has the address %s', (title, slug) => expect(slugOf(title)).toBe(slug));

it.each([
  ['../images/a b.png', 'pl/zwrot.md', 'images/a b.png'],
  ['a.png', 'pl/zwroty/zwrot.md', 'pl/zwroty/a.png'],
  ['../../../../etc/passwd', 'pl/x.md', 'etc/passwd'],
  ['https://example.com/a.png', 'pl/x.md', undefined],
  ['//example.com/a.png', 'pl/x.md', undefined],
  ['/help/files/a.png', 'pl/x.md', undefined],
  ['data:image/png;base64,x', 'pl/x.md', undefined],
  ['%zz.png', 'pl/x.md', undefined],
])('%s in %s is %s', (src, path, stored) => expect(storedPath(src, path)).toBe(stored));

describe('words for the same', () => {
  const words = async (locale: string) => (await call('GET', `/article-synonyms/${locale}`)).json().items;
  const one = async (locale: string, key: string) =>
    (await words(locale)).find((group: { key: string }) => group.key === key);
  const slugs = async (q: string, locale = 'en') => (await found(q, locale)).map((hit: { slug: string }) => hit.slug);

  it('are read by agents and written by authors, in force at once', async () => {
    expect((await call('GET', '/article-synonyms/en', undefined, '')).statusCode).toBe(401);
    const agent = (await app.signIn('agent')).cookie;
    expect((await call('GET', '/article-synonyms/en', undefined, agent)).statusCode).toBe(200);
    const { id } = await made({ locale: 'en', title: 'Platypus husbandry', body: 'Keep it wet.' });
    await call('POST', `/articles/${id}/publication`, {});
    expect(await slugs('duckbill')).toEqual([]);
    const added = await call('POST', '/article-synonyms/en', { words: ['duckbill', 'platypus', 'Duckbill'] });
    expect(added.statusCode).toBe(201);
    const { key, ...group } = added.json();
    expect(group).toEqual({ locale: 'en', words: ['duckbill', 'platypus'], origin: 'own', shipped: [] });
    expect(await slugs('duckbills')).toEqual(['platypus-husbandry']);
    expect(await slugs('duckbill', 'pl')).toEqual([]);
    await call('PUT', `/article-synonyms/en/${key}`, { words: ['watermole', 'platypus'] });
    expect(await slugs('duckbill')).toEqual([]);
    expect(await slugs('watermole')).toEqual(['platypus-husbandry']);
    expect((await call('DELETE', `/article-synonyms/en/${key}`)).statusCode).toBe(204);
    expect(await slugs('watermole')).toEqual([]);
    expect((await call('DELETE', `/article-synonyms/en/${key}`)).statusCode).toBe(404);
    expect((await call('PUT', `/article-synonyms/en/${key}`, { words: ['a', 'b'] })).statusCode).toBe(404);
  });

  it('that Ombud comes with are changed, switched off and put back', async () => {
    const shipped = (await one('pl', 'parcel')).words as string[];
    expect(await one('pl', 'parcel')).toMatchObject({ origin: 'shipped', shipped });
    await call('PUT', '/article-synonyms/pl/parcel', { words: [...shipped, 'pakieciątko'] });
    expect(await one('pl', 'parcel')).toMatchObject({ origin: 'changed', words: [...shipped, 'pakieciątko'], shipped });
    expect((await call('DELETE', '/article-synonyms/pl/parcel')).statusCode).toBe(204);
    expect(await one('pl', 'parcel')).toMatchObject({ origin: 'off', words: [], shipped });
    await call('PUT', '/article-synonyms/pl/parcel', { words: shipped });
    expect(await one('pl', 'parcel')).toMatchObject({ origin: 'shipped', words: shipped });
  });

  it.each([[['one']], [['the same', 'other']], [['same', 'Same']], [['', 'b']], [['a'.repeat(61), 'b']]])(
    'are words, two at least: %j',
    async (given) => expect((await call('POST', '/article-synonyms/ru', { words: given })).statusCode).toBe(400),
  );

  it('of another process hold within two seconds', { timeout: 30_000 }, async () => {
    const indexing = await startIndexing(app.context);
    const { id } = await made({ locale: 'es', title: 'Ornitorrinco', body: 'Agua.' });
    await call('POST', `/articles/${id}/publication`, {});
    const fields = {
      locale: 'es' as const,
      key: 'own-x',
      words: ['picodepato', 'ornitorrinco'],
      updatedAt: new Date(),
    };
    await SynonymGroups(app.context).create({ _id: 'es/own-x', ...fields });
    await eventually(async () => expect(await slugs('picodepato', 'es')).toEqual(['ornitorrinco']));
    await SynonymGroups(app.context).deleteOne({ _id: 'es/own-x' });
    await eventually(async () => expect(await slugs('picodepato', 'es')).toEqual([]));
    await indexing.stop();
  });
});

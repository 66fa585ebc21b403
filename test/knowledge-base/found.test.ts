import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseArticle } from '../../bots/assistant/answer.ts';
import { Articles } from '../../knowledge-base/model.ts';
import { startIndexing } from '../../knowledge-base/publish.ts';
import { buildTestApp, type TestApp } from '../support/app.ts';
import { buildFrontEnds } from '../support/build.ts';
import { eventually } from '../support/eventually.ts';
import { startMeilisearch, type MeilisearchStandIn } from '../support/meilisearch.ts';

/** What an author does is found, or gone, when the author's own request is answered; elsewhere two seconds later. */
describe.each(['embedded', 'meilisearch'] as const)('published and taken back, with %s', (engine) => {
  let app: TestApp;
  let meili: MeilisearchStandIn | undefined;
  let cookie: string;
  let indexing: { stop(): Promise<void> };
  beforeAll(async () => {
    buildFrontEnds('help');
    meili = engine === 'meilisearch' ? await startMeilisearch() : undefined;
    app = await buildTestApp(meili ? { env: { MEILI_URL: meili.url, MEILI_KEY: meili.key } } : {});
    cookie = (await app.signIn('supervisor')).cookie;
    indexing = await startIndexing(app.context);
    await hasAll();
  }, 60_000);
  afterAll(async () => {
    await indexing?.stop();
    await app?.close();
    await meili?.close();
  });

  const call = async (method: 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) =>
    app.inject({ method, url: `/api/v1${path}`, headers: { cookie }, ...(payload ? { payload } : {}) });
  /** The engine outside has every write. */
  const hasAll = () => eventually(() => expect(app.context.search.name).toBe(engine));
  /** Where `jak żywić żółwia` leads: the results page, the search while typing, the assistant. */
  async function found(): Promise<string[]> {
    const question = 'jak żywić żółwia';
    const page = await app.inject({ url: `/help/pl/search?${new URLSearchParams({ q: question })}` });
    const api = await app.inject({ url: `/api/v1/help/search?${new URLSearchParams({ q: question, locale: 'pl' })}` });
    const answer = await chooseArticle(app.context, question, 'pl');
    return [
      ...(page.body.includes('href="/help/pl/zywienie-zolwia"') ? ['page'] : []),
      ...(api.json<{ items: { slug: string }[] }>().items.some(({ slug }) => slug === 'zywienie-zolwia')
        ? ['api']
        : []),
      ...(answer?.hit.slug === 'zywienie-zolwia' ? ['assistant'] : []),
    ];
  }
  const EVERYWHERE = ['page', 'api', 'assistant'];

  it('here at once, also while the engine outside has not taken it in; there when it has', async () => {
    const text = { title: 'Żywienie żółwia', body: 'Żółwia żywić trzeba sałatą.', locale: 'pl' };
    const { id } = (await call('POST', '/articles', text)).json<{ id: string }>();
    expect(await found()).toEqual([]);
    for (let turn = 0; turn < 2; turn += 1) {
      expect((await call('POST', `/articles/${id}/publication`, {})).statusCode).toBe(200);
      expect(await found()).toEqual(EVERYWHERE);
      await hasAll();
      expect(await found()).toEqual(EVERYWHERE);
      expect((await call('DELETE', `/articles/${id}/publication`)).statusCode).toBe(200);
      expect(await found()).toEqual([]);
      await hasAll();
      expect(await found()).toEqual([]);
    }
  });

  it('by another process, or by one that died before it was indexed', async () => {
    const status = (to: string) =>
      Articles(app.context).collection.updateOne(
        { key: 'zywienie-zolwia' },
        { $set: { status: to, updatedAt: new Date() } },
      );
    await status('published');
    await eventually(async () => expect(await found()).toEqual(EVERYWHERE));
    await status('draft');
    await eventually(async () => expect(await found()).toEqual([]));
  });

  it('and never missing while the index is built anew', async () => {
    const { _id } = (await Articles(app.context).findOne({ key: 'zywienie-zolwia' }).lean()) ?? {};
    await call('POST', `/articles/${String(_id)}/publication`, {});
    await hasAll();
    let built = false;
    const rebuilt = Promise.resolve(app.context.search.rebuild?.()).then(() => (built = true));
    do expect(await found()).toEqual(EVERYWHERE);
    while (!built);
    await rebuilt;
    await hasAll();
    expect(await found()).toEqual(EVERYWHERE);
  });
});

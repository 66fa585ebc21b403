import { describe, expect, it } from 'vitest';
import { EmbeddedSearch } from '../../../knowledge-base/search/embedded.ts';
import { searchDocument } from '../../support/articles.ts';

const english = { locale: 'en', limit: 5 } as const;

describe('an index in which articles come and go', () => {
  it('ranks as one that was built anew', async () => {
    const words = 'wombat quokka numbat bilby potoroo bettong dunnart kowari'.split(' ');
    const document = (id: number, turn: number) =>
      searchDocument(`a${id}`, 'en', {
        title: `${words[(id + turn) % 8]} ${words[(id * 3 + turn) % 8]}`,
        keywords: [words[(id * 5 + turn) % 8] ?? ''],
        summary: `About the ${words[(id + 1) % 8]}`,
        body: Array.from({ length: 20 }, (_, k) => words[(id * k + turn) % 8]).join(' '),
      });
    const worn = new EmbeddedSearch();
    for (let turn = 0; turn < 3; turn += 1) {
      await worn.index(Array.from({ length: 40 }, (_, id) => document(id, turn)));
      await worn.remove(Array.from({ length: 10 }, (_, id) => `a${id * 3}-en`));
    }
    const fresh = new EmbeddedSearch();
    const left = worn.documents();
    expect(left).toHaveLength(30);
    await fresh.index(left);
    const answers = async (search: EmbeddedSearch) =>
      Promise.all(
        words.map(async (word) => {
          const hits = await search.query(`${word} wombat`, { locale: 'en', limit: 20 });
          return hits.map(({ id, score }) => `${id} ${score.toFixed(6)}`).sort();
        }),
      );
    expect(await answers(worn)).toEqual(await answers(fresh));
    await worn.remove(left.map(({ id }) => id));
    expect(await worn.query('wombat', english)).toEqual([]);
  });

  it('seeks a word that thousands of bodies hold where it says what an article is about', async () => {
    const search = new EmbeddedSearch();
    const many = Array.from({ length: 1200 }, (_, id) =>
      searchDocument(`b${id}`, 'en', { title: `No ${id}`, body: 'wombat' }),
    );
    await search.index([...many, searchDocument('one', 'en', { title: 'Wombat' })]);
    expect((await search.query('wombat', english)).map((hit) => hit.article)).toEqual(['one']);
    await search.remove(['one-en']);
    expect(await search.query('wombat', english)).toHaveLength(5);
  });
});

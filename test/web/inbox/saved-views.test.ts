import { describe, expect, it } from 'vitest';
import { Api } from '../../../web/shared/api.ts';
import { placeOf, savedOf, SavedViews } from '../../../web/inbox/state/saved-views.svelte.ts';
import { server } from './factories.ts';

const view = (id: string, name: string, query: object) => ({
  id,
  name,
  query,
  team: null,
  owner: 'o',
  changeable: true,
  count: 2,
});

describe('saved views', () => {
  it('stand by name, and one is known by what it shows', async () => {
    const { fetcher } = server(() => ({
      items: [view('2', 'Zwroty', { type: 'return' }), view('1', 'Lamps', { view: 'open', q: 'lamp' })],
      next: null,
    }));
    const saved = new SavedViews(new Api('/api/v1', fetcher));
    await saved.load();
    expect(saved.all.map(({ name }) => name)).toEqual(['Lamps', 'Zwroty']);
    expect(saved.at({ view: 'open', filters: { q: 'lamp' } })?.name).toBe('Lamps');
    expect(saved.at({ view: 'all', filters: { type: 'return' } })?.name).toBe('Zwroty');
    expect(saved.at({ view: 'all', filters: {} })).toBeUndefined();
  });

  it('replaces what it was told to', async () => {
    const { calls, fetcher } = server((_method, path) =>
      path.endsWith('/views') ? { items: [view('1', 'Old', { q: 'lamp' })], next: null } : view('1', 'New', { q: 'x' }),
    );
    const saved = new SavedViews(new Api('/api/v1', fetcher));
    await saved.load();
    await saved.save({ name: 'New', query: { q: 'x' } }, '1');
    expect(saved.all.map(({ name }) => name)).toEqual(['New']);
    expect(calls.at(-1)).toMatchObject({ method: 'PUT' });
  });

  it('keeps of a place what makes its list', () => {
    expect(savedOf({ view: 'open', filters: { tag: 'vip' } })).toEqual({ view: 'open', tag: 'vip' });
    expect(savedOf({ view: 'all', filters: { q: 'x' } })).toEqual({ q: 'x' });
    expect(placeOf({ query: { q: 'x' } })).toEqual({ view: 'all', ticket: null, filters: { q: 'x' } });
  });
});

import { describe, expect, it } from 'vitest';
import { parsePlace, pathOf, type Place } from '../../../web/inbox/state/router.svelte.ts';

describe('places in the address', () => {
  it.each<[string, string, Place]>([
    ['/inbox/', '', { view: 'unassigned', ticket: null, filters: {} }],
    ['/inbox/mine', '', { view: 'mine', ticket: null, filters: {} }],
    ['/inbox/all/42', '', { view: 'all', ticket: 42, filters: {} }],
    ['/inbox/open/7', '?type=return&tag=a%20b', { view: 'open', ticket: 7, filters: { type: 'return', tag: 'a b' } }],
    [
      '/inbox/all',
      '?q=type:return+tag:%22a+b%22+red+lamp',
      { view: 'all', ticket: null, filters: { type: 'return', tag: 'a b', q: 'red lamp' } },
    ],
    ['/inbox/all', '?q=ana%40x.example', { view: 'all', ticket: null, filters: { q: 'ana@x.example' } }],
    ['/inbox/settings', '', { view: 'settings', ticket: null, filters: {}, page: '' }],
    [
      `/inbox/customers/${'0a'.repeat(12)}`,
      '',
      { view: 'customers', ticket: null, filters: {}, page: '0a'.repeat(12) },
    ],
    ['/inbox/customers/nobody', '', { view: 'customers', ticket: null, filters: {}, page: '' }],
    ['/inbox/settings/agents/0a1b', '', { view: 'settings', ticket: null, filters: {}, page: 'agents/0a1b' }],
  ])('%s%s and back', (path, search, place) => {
    expect(parsePlace(path, search, 'unassigned')).toEqual(place);
    expect(parsePlace(...split(pathOf(place)), 'unassigned')).toEqual(place);
  });

  it.each([
    ['/inbox/all/0', null],
    ['/inbox/all/-3', null],
    ['/inbox/all/12x', null],
    ['/inbox/all/9007199254740993123', null],
  ])('%s names no ticket', (path, ticket) => {
    expect(parsePlace(path, '', 'all').ticket).toBe(ticket);
  });

  it('knows no other filters than its own', () => {
    expect(parsePlace('/inbox/all', '?evil=1&limit=9&status=open', 'all').filters).toEqual({ status: 'open' });
  });

  it('takes nothing but a word for a view', () => {
    expect(parsePlace('/inbox/%3Cscript%3E', '', 'unassigned').view).toBe('unassigned');
  });
});

function split(address: string): [string, string] {
  const url = new URL(address, 'http://desk.test');
  return [url.pathname, url.search];
}

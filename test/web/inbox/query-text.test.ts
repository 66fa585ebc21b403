import { describe, expect, it } from 'vitest';
import { parseQuery, queryText } from '../../../web/inbox/state/query-text.ts';
import type { Filters } from '../../../web/inbox/state/router.svelte.ts';

const ANA = 'a'.repeat(24);
const TWIN = 'b'.repeat(24);
const TEAM = 'c'.repeat(24);
const CUSTOMER = 'd'.repeat(24);
const names = {
  agents: [
    { id: ANA, name: 'Ana Pop' },
    { id: TWIN, name: 'Twin' },
    { id: 'e'.repeat(24), name: 'Twin' },
  ],
  teams: [{ id: TEAM, name: 'Zwroty' }],
};

describe('what is typed, as filters and back', () => {
  it.each<[string, Filters]>([
    ['', {}],
    ['red lamp', { q: 'red lamp' }],
    ['status:open', { status: 'open' }],
    ['status:open type:return red lamp', { status: 'open', type: 'return', q: 'red lamp' }],
    ['assignee:me solved:today', { assignee: 'me', solved: 'today' }],
    ['replied:today lamp', { replied: 'today', q: 'lamp' }],
    ['channel:webchat assignee:me', { channel: 'webchat', assignee: 'me' }],
    ['assignee:none tag:"two words" "as it stands"', { assignee: 'none', tag: 'two words', q: '"as it stands"' }],
    ['assignee:"Ana Pop"', { assignee: ANA }],
    [`assignee:${TWIN}`, { assignee: TWIN }],
    ['team:Zwroty from:nowak', { team: TEAM, q: 'from:nowak' }],
    [`customer:${CUSTOMER}`, { customer: CUSTOMER }],
    ['customer:"Łukasz Żak" file:invoice.pdf', { q: 'customer:"Łukasz Żak" file:invoice.pdf' }],
    ['Wi-Fi https://x.example/a:b', { q: 'Wi-Fi https://x.example/a:b' }],
  ])('%s', (text, filters) => {
    expect(parseQuery(text, names)).toEqual({ filters, unknown: [] });
    expect(queryText(filters, names)).toBe(text);
  });

  it.each<[string, Filters]>([
    ['STATUS:Open  lamp   red', { status: 'open', q: 'lamp red' }],
    ['lamp type:return red', { type: 'return', q: 'lamp red' }],
    ['assignee:„ana pop”', { assignee: ANA }],
    ['status:new status:open', { status: 'open' }],
  ])('%s is understood too', (text, filters) => expect(parseQuery(text, names).filters).toEqual(filters));

  it.each([
    ['status:opne lamp', ['status:opne']],
    ['assignee:nobody-here team:x', ['assignee:nobody-here', 'team:x']],
    ['type:', ['type:']],
  ])('%s tells what it does not know', (text, unknown) => expect(parseQuery(text, names).unknown).toEqual(unknown));

  it('has ids instead of names in an address', () => {
    expect(queryText({ assignee: ANA, team: TEAM })).toBe(`team:${TEAM} assignee:${ANA}`);
    expect(parseQuery(`team:${TEAM} assignee:${ANA}`).filters).toEqual({ assignee: ANA, team: TEAM });
  });
});

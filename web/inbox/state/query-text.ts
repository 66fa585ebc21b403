import { STATUS_VIEWS } from './membership.ts';
import type { Filter, Filters } from './router.svelte.ts';

/** What people may be called in a text: names by id. Without them ids stand for themselves, as in an address. */
export interface Names {
  agents: readonly { id: string; name: string }[];
  teams: readonly { id: string; name: string }[];
}
const NOBODY: Names = { agents: [], teams: [] };

const WORDS: Partial<Record<Filter, readonly string[]>> = {
  status: STATUS_VIEWS,
  type: ['complaint', 'return', 'inquiry'],
  solved: ['today'],
  replied: ['today'],
  sort: ['due'],
  channel: ['email', 'webchat', 'telegram', 'teams', 'form', 'api'],
};
/** In the order in which a text names them. */
export const TEXT_FILTERS = [
  'status',
  'type',
  'channel',
  'team',
  'assignee',
  'tag',
  'customer',
  'solved',
  'replied',
  'sort',
] as const;
type TextFilter = (typeof TEXT_FILTERS)[number];

const PART = new RegExp(`(?<!\\S)(${TEXT_FILTERS.join('|')}):(?:["“„«]([^"“”„«»]*)["”“»]?|(\\S*))`, 'giu');
const ID = /^[0-9a-f]{24}$/;

export interface ParsedQuery {
  filters: Filters;
  /** Parts of the text that name nothing there is: `status:opne`. */
  unknown: string[];
}

/** `status:open assignee:me tag:"two words" lamp "as it stands"` as filters; what names no filter is searched for. */
export function parseQuery(text: string, names: Names = NOBODY): ParsedQuery {
  const filters: Filters = {};
  const unknown: string[] = [];
  const words = text.replace(PART, (part: string, key: string, quoted?: string, plain?: string) => {
    const name = key.toLowerCase() as TextFilter;
    const written = (quoted ?? plain ?? '').trim();
    // `customer:` with a word is a search in names.
    if (name === 'customer' && !ID.test(written)) return part;
    const value = valueOf(name, written, names);
    if (value) filters[name] = value;
    else unknown.push(part.trim());
    return ' ';
  });
  const q = words.replace(/\s+/g, ' ').trim();
  return { filters: q ? { ...filters, q } : filters, unknown };
}

/** The text of filters; the inverse of parseQuery. */
export function queryText(filters: Filters, names: Names = NOBODY): string {
  const parts = TEXT_FILTERS.flatMap((name) => {
    const value = filters[name];
    return value ? [`${name}:${quoted(nameOf(name, value, names))}`] : [];
  });
  return [...parts, ...(filters.q ? [filters.q] : [])].join(' ');
}

const quoted = (value: string): string => (/\s/.test(value) ? `"${value}"` : value);

function valueOf(name: TextFilter, written: string, names: Names): string | undefined {
  const lower = written.toLocaleLowerCase();
  if (name === 'tag') return written || undefined;
  if (name === 'assignee' && (lower === 'me' || lower === 'none')) return lower;
  if (ID.test(lower)) return lower;
  const known = WORDS[name];
  if (known) return known.find((word) => word === lower);
  return peopleOf(name, names).find((one) => one.name.toLocaleLowerCase() === lower)?.id;
}

/** By name where that means nobody else. */
function nameOf(name: TextFilter, value: string, names: Names): string {
  const people = peopleOf(name, names);
  const called = people.find(({ id }) => id === value)?.name;
  const clear = called !== undefined && !/["“”„«»]/.test(called);
  return clear && people.filter((one) => one.name === called).length === 1 ? called : value;
}

const peopleOf = (name: TextFilter, { agents, teams }: Names): Names['agents'] =>
  name === 'assignee' ? agents : name === 'team' ? teams : [];

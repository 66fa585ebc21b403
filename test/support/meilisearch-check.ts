import type { StandInSettings } from './meilisearch-search.ts';

/** An error as Meilisearch answers it: https://www.meilisearch.com/docs/reference/errors/error_codes */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';
const isCount: Check = (value) => Number.isInteger(value) && Number(value) >= 0;
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const has =
  (members: Record<string, Check>): Check =>
  (value) =>
    isObject(value) && Object.entries(value).every(([name, one]) => members[name]?.(one) === true);

const LOCALES = new Set('eng spa ron pol rus en es ro pl ru'.split(' '));
const isTypoSizes: Check = (value) =>
  has({ oneTypo: isCount, twoTypos: isCount })(value) &&
  Number((value as { oneTypo?: number }).oneTypo ?? 5) <= Number((value as { twoTypos?: number }).twoTypos ?? 9);

/** https://www.meilisearch.com/docs/reference/api/settings */
const SETTINGS: Record<string, Check> = {
  searchableAttributes: isTexts,
  filterableAttributes: isTexts,
  sortableAttributes: isTexts,
  displayedAttributes: isTexts,
  rankingRules: isTexts,
  stopWords: isTexts,
  dictionary: isTexts,
  synonyms: (value) => isObject(value) && Object.values(value).every(isTexts),
  localizedAttributes: (value) =>
    Array.isArray(value) &&
    value.every(has({ attributePatterns: isTexts, locales: (all) => isTexts(all) && known(all as string[]) })),
  typoTolerance: has({
    enabled: isFlag,
    minWordSizeForTypos: isTypoSizes,
    disableOnWords: isTexts,
    disableOnAttributes: isTexts,
    disableOnNumbers: isFlag,
  }),
  distinctAttribute: isText,
  pagination: has({ maxTotalHits: isCount }),
  faceting: isObject,
  proximityPrecision: (value) => value === 'byWord' || value === 'byAttribute',
};
const known = (locales: string[]): boolean => locales.every((locale) => LOCALES.has(locale));

/** https://www.meilisearch.com/docs/reference/api/search */
const SEARCH: Record<string, Check> = {
  q: isText,
  offset: isCount,
  limit: isCount,
  filter: (value) => isText(value) || Array.isArray(value),
  sort: isTexts,
  facets: isTexts,
  attributesToRetrieve: isTexts,
  attributesToSearchOn: isTexts,
  attributesToHighlight: isTexts,
  attributesToCrop: isTexts,
  matchingStrategy: (value) => ['last', 'all', 'frequency'].includes(value as string),
  showRankingScore: isFlag,
  showMatchesPosition: isFlag,
  rankingScoreThreshold: (value) => typeof value === 'number' && value >= 0 && value <= 1,
  locales: (value) => isTexts(value) && known(value as string[]),
  highlightPreTag: isText,
  highlightPostTag: isText,
};

export function checkSettings(settings: Record<string, unknown>): void {
  checkMembers(settings, SETTINGS, 'invalid_settings');
}

export function checkSearch(asked: Record<string, unknown>, settings: StandInSettings): void {
  checkMembers(asked, SEARCH, 'invalid_search');
  const filterable = (settings['filterableAttributes'] ?? []) as string[];
  for (const [, attribute = ''] of JSON.stringify(asked.filter ?? '').matchAll(
    /([\w.]+)\s*(?:!?=|[<>]|IN\b|EXISTS\b)/g,
  ))
    if (!filterable.includes(attribute)) {
      const are = filterable.length
        ? `Available filterable attributes are: ${filterable.join(', ')}`
        : 'There are none.';
      throw new ApiError(400, 'invalid_search_filter', `Attribute \`${attribute}\` is not filterable. ${are}`);
    }
}

function checkMembers(given: Record<string, unknown>, members: Record<string, Check>, code: string): void {
  for (const [name, value] of Object.entries(given)) {
    const check = members[name];
    if (!check) throw new ApiError(400, 'bad_request', `Unknown field \`${name}\``);
    const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    if (value !== null && !check(value)) throw new ApiError(400, `${code}_${snake}`, `Invalid value at \`.${name}\``);
  }
}

export function asObject(value: unknown): Record<string, unknown> {
  if (!isObject(value)) throw new ApiError(400, 'bad_request', 'an object is expected');
  return value;
}

export function refuse(rest: Record<string, unknown>): void {
  const [field] = Object.keys(rest);
  if (field !== undefined) throw new ApiError(400, 'bad_request', `Unknown field \`${field}\``);
}

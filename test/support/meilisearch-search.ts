export interface StandInSettings {
  searchableAttributes?: string[];
  synonyms?: Record<string, string[]>;
  typoTolerance?: { minWordSizeForTypos?: { oneTypo?: number; twoTypos?: number } };
  [more: string]: unknown;
}

interface Match {
  /** Place of the attribute in searchableAttributes. */
  attribute: number;
  typos: number;
}

/**
 * What Meilisearch documents of its search, in short: words with typos by their length, the last one as a prefix,
 * synonyms, words dropped by the matching strategy (never the rarest), ranked by words, typos, attribute.
 */
export function search(
  documents: Record<string, unknown>[],
  settings: StandInSettings,
  asked: Record<string, unknown>,
): object {
  const words = String(asked.q ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean);
  const { oneTypo = 5, twoTypos = 9 } = settings.typoTolerance?.minWordSizeForTypos ?? {};
  const allowed = (word: string): number => (word.length >= twoTypos ? 2 : word.length >= oneTypo ? 1 : 0);
  const rows = documents.map((document) => {
    const attributes = wordsOf(document, settings.searchableAttributes ?? Object.keys(document));
    const matches = words.map((word, at) => {
      const own = best(attributes, word, allowed(word), at === words.length - 1);
      // Synonyms are words as they stand, without typos and beginnings.
      const same = (Object.hasOwn(settings.synonyms ?? {}, word) ? (settings.synonyms?.[word] ?? []) : []).flatMap(
        (other) => best(attributes, other, 0, false) ?? [],
      );
      return [...(own ? [own] : []), ...same].sort((a, b) => a.typos - b.typos || a.attribute - b.attribute)[0];
    });
    return { document, matches };
  });
  const frequency = words.map((_, at) => rows.filter((row) => row.matches[at]).length);
  const order = words.map((_, at) => at);
  if (asked.matchingStrategy === 'frequency') order.sort((a, b) => (frequency[a] ?? 0) - (frequency[b] ?? 0));
  const kept = order.filter((at) => (frequency[at] ?? 0) > 0);
  const hits = rows.flatMap(({ document, matches }) => {
    const until = kept.findIndex((at) => !matches[at]);
    const found = kept.slice(0, until < 0 ? kept.length : until).flatMap((at) => matches[at] ?? []);
    if (found.length === 0 || (asked.matchingStrategy === 'all' && found.length < words.length)) return [];
    const typos = found.reduce((sum, match) => sum + match.typos, 0);
    const attribute = found.reduce((sum, match) => sum + match.attribute, 0) / found.length;
    const score = found.length / words.length - typos * 0.02 - attribute * 0.03;
    return [{ document, score: Math.max(0.01, score) }];
  });
  hits.sort((a, b) => b.score - a.score);
  const limit = Number(asked.limit ?? 20);
  const retrieved = asked.attributesToRetrieve as string[] | undefined;
  return {
    hits: hits.slice(0, limit).map(({ document, score }) => ({
      ...Object.fromEntries(Object.entries(document).filter(([name]) => !retrieved || retrieved.includes(name))),
      ...(asked.showRankingScore ? { _rankingScore: score } : {}),
    })),
    query: asked.q ?? '',
    processingTimeMs: 1,
    limit,
    offset: 0,
    estimatedTotalHits: hits.length,
  };
}

/** The words of each attribute, cut once. */
const cut = new WeakMap<object, string[][]>();
function wordsOf(document: Record<string, unknown>, names: string[]): string[][] {
  const known = cut.get(document);
  if (known) return known;
  const attributes = names.map((name) => [
    ...new Set(
      String(document[name] ?? '')
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u),
    ),
  ]);
  cut.set(document, attributes);
  return attributes;
}

function best(attributes: string[][], word: string, typos: number, prefix: boolean): Match | undefined {
  let found: Match | undefined;
  attributes.forEach((terms, attribute) => {
    for (const term of terms) {
      const distance = term === word || (prefix && term.startsWith(word)) ? 0 : edits(term, word, typos);
      if (distance > typos || (found && found.typos <= distance)) continue;
      found = { attribute, typos: distance };
    }
  });
  return found;
}

/** Damerau-Levenshtein (adjacent exchanges count one, a first letter two), given up above `most`. */
function edits(a: string, b: string, most: number): number {
  if (a === b) return 0;
  if (most === 0 || Math.abs(a.length - b.length) > most) return Infinity;
  return distance(a, b, most) + (a[0] === b[0] ? 0 : 1);
}

function distance(a: string, b: string, most: number): number {
  if (most === 0 || Math.abs(a.length - b.length) > most) return Infinity;
  const rows = [Array.from({ length: b.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min((rows[i - 1]?.[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (rows[i - 1]?.[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        value = Math.min(value, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      row.push(value);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? Infinity;
}

/** Letters without case and marks, so that "lucia" finds "Lucía". */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase().replaceAll('ł', 'l');
}

/**
 * How well what was typed fits a text: 0 not at all, more is better. Every word that was typed must be in it; beginnings
 * of the text, then of its words count most. Letters in order are enough at the last.
 */
export function fit(typed: string, text: string): number {
  const [query, name] = [folded(typed).trim(), folded(text)];
  if (query === '') return 1;
  if (name.startsWith(query)) return 100 - Math.min(50, name.length - query.length);
  const words = query.split(/\s+/);
  const places = words.map((word) => placeOf(word, name));
  if (places.every((place) => place > 0)) return 10 + Math.min(...places) * 10;
  return query.length > 2 && inOrder(query.replace(/\s/g, ''), name) ? 1 : 0;
}

/** 2 at the beginning of a word, 1 within one. */
function placeOf(word: string, name: string): number {
  const at = name.indexOf(word);
  if (at < 0) return 0;
  for (let i = at; i >= 0; i = name.indexOf(word, i + 1))
    if (i === 0 || !/[\p{L}\p{N}]/u.test(name[i - 1] ?? '')) return 2;
  return 1;
}

function inOrder(query: string, name: string): boolean {
  let at = -1;
  return [...query].every((letter) => (at = name.indexOf(letter, at + 1)) >= 0);
}

/** Those that fit, the best first; equals stay in their order. */
export function best<T>(typed: string, all: readonly T[], textOf: (one: T) => string): T[] {
  return all
    .map((one, at) => ({ one, at, score: fit(typed, textOf(one)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .map(({ one }) => one);
}

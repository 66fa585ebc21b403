import type { Language } from '../../server/tickets/envelopes.ts';
import { escapeHtml } from '../../server/http/html.ts';
import { termsOf } from './analyse.ts';
import { wordsOf } from '../../server/words/fold.ts';

/** Characters of an excerpt, roughly; it begins and ends at words. */
const LENGTH = 180;
const LEAD = 40;

interface Span {
  from: number;
  to: number;
}

/**
 * The most telling piece of the texts, escaped for HTML, with `<mark>` around the words that stand for the query: of
 * the first text that holds any of them (pass summary, then body), else the beginning of the first.
 */
export function excerpt(texts: readonly string[], terms: ReadonlySet<string>, locale: Language): string {
  for (const text of texts) {
    const hits = hitsIn(text, terms, locale);
    if (hits.length > 0) return cut(text, hits);
  }
  return cut(texts[0] ?? '', []);
}

/** A whole text escaped, with `<mark>` around its hits. */
export function highlight(text: string, terms: ReadonlySet<string>, locale: Language): string {
  return marked(text, hitsIn(text, terms, locale), { from: 0, to: text.length });
}

function hitsIn(text: string, terms: ReadonlySet<string>, locale: Language): Span[] {
  return wordsOf(text)
    .filter(({ text: word }) => termsOf(word, locale).some((term) => terms.has(term)))
    .map(({ text: word, at }) => ({ from: at, to: at + word.length }));
}

function cut(text: string, hits: readonly Span[]): string {
  const window = text.length <= LENGTH * 1.2 ? { from: 0, to: text.length } : densest(text, hits);
  return `${window.from > 0 ? '…' : ''}${marked(text, hits, window)}${window.to < text.length ? '…' : ''}`;
}

/** The piece of that length that holds most hits, widened to whole words. */
function densest(text: string, hits: readonly Span[]): Span {
  let best = { from: 0, count: 0 };
  for (const hit of hits) {
    const from = Math.max(0, hit.from - LEAD);
    const count = hits.filter((other) => other.from >= from && other.to <= from + LENGTH).length;
    if (count > best.count) best = { from, count };
  }
  const from = best.from === 0 ? 0 : text.indexOf(' ', best.from) + 1;
  const end = text.indexOf(' ', from + LENGTH);
  return { from, to: end < 0 ? text.length : end };
}

function marked(text: string, hits: readonly Span[], window: Span): string {
  let html = '';
  let at = window.from;
  for (const hit of hits) {
    if (hit.from < window.from || hit.to > window.to) continue;
    html += `${escapeHtml(text.slice(at, hit.from))}<mark>${escapeHtml(text.slice(hit.from, hit.to))}</mark>`;
    at = hit.to;
  }
  return html + escapeHtml(text.slice(at, window.to));
}

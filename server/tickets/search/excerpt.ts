import { escapeHtml } from '../../http/html.ts';
import type { Part } from './content.ts';
import type { Span } from './text.ts';

/** Characters of an excerpt, and those before its first hit, roughly: it begins and ends at words. */
const LENGTH = 160;
const LEAD = 40;

/** A piece of a text around its first hits, on one line and escaped for HTML, with `<mark>` around the hits. */
export function excerptOf({ text }: Pick<Part, 'text'>, spans: readonly Span[]): string {
  const window = windowOf(text, spans[0]?.from ?? 0);
  const before = window.from > 0 ? '…' : '';
  const after = window.to < text.length ? '…' : '';
  return `${before}${marked(text, spans, window).replace(/\s+/g, ' ').trim()}${after}`;
}

/** A whole text escaped for HTML, with `<mark>` around the hits. */
export const markedWhole = (text: string, spans: readonly Span[]): string =>
  marked(text, spans, { from: 0, to: text.length });

function windowOf(text: string, hit: number): Span {
  const early = Math.max(0, hit - LEAD);
  const from = early === 0 ? 0 : startOfWord(text, early, hit);
  if (text.length - from <= LENGTH) return { from, to: text.length };
  const end = text.slice(from + LENGTH, from + LENGTH + LEAD).search(/\s/);
  return { from, to: from + LENGTH + Math.max(0, end) };
}

function startOfWord(text: string, from: number, hit: number): number {
  const space = text.slice(from, hit).search(/\s/);
  return space < 0 ? from : from + space + 1;
}

function marked(text: string, spans: readonly Span[], window: Span): string {
  let html = '';
  let at = window.from;
  for (const { from, to } of spans) {
    if (from < at || to > window.to) continue;
    html += `${escapeHtml(text.slice(at, from))}<mark>${escapeHtml(text.slice(from, to))}</mark>`;
    at = to;
  }
  return html + escapeHtml(text.slice(at, window.to));
}

import { escapeHtml } from '../server/http/html.ts';
import { fold } from '../server/words/fold.ts';

/** Of the page around the article. */
const TAKEN = ['content', 'helpful', 'helpful-title', 'related', 'contact', 'found'];

/** The id of a heading: `What it costs` → `what-it-costs`, numbered when it is taken. */
export function freeAnchor(text: string, taken: readonly { id: string }[]): string {
  const base = anchorOf(text).slice(0, 60) || 'part';
  let id = base;
  for (let n = 2; TAKEN.includes(id) || taken.some((heading) => heading.id === id); n += 1) id = `${base}-${n}`;
  return id;
}

/** Each heading with a link to itself, to be copied; those who hear the page have the table of contents. */
export function linkHeadings(html: string, title: string): string {
  return html.replace(
    /<(h[234]) id="([^"]+)">(.*?)<\/\1>/gs,
    (_, name: string, id: string, words: string) =>
      `<${name} id="${id}">${words} <a class="anchor" href="#${id}" title="${escapeHtml(title)}" aria-hidden="true" tabindex="-1">#</a></${name}>`,
  );
}

/** The id that authors mean when they name a heading as they see it, percent-encoded or not: `łódź` → `lodz`. */
export function anchorNamed(part: string): string {
  try {
    return anchorOf(decodeURIComponent(part));
  } catch {
    return anchorOf(part);
  }
}

/** Cyrillic stays: browsers show it as written. */
const anchorOf = (text: string): string =>
  fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');

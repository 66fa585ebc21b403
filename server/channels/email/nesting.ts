/** Elements without an end tag (HTML Living Standard, void elements). */
const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
/** Elements whose next sibling of the same name ends them, so that a row of them is not a nest. */
const SELF_CLOSING = new Set('p li dd dt td th tr option optgroup thead tbody tfoot colgroup'.split(' '));
const NAME = /^[a-z][a-z0-9:-]{0,60}/i;

/**
 * Flattens HTML that is nested deeper than `levels`: tags below that are left out, their text stays. Linear in the
 * length, does not recurse. Returns the same string when it is not deeper.
 */
export function capNesting(html: string, levels: number): string {
  const open: string[] = [];
  const dropped = new Map<string, number>();
  let out = '';
  let kept = 0;
  for (const tag of tags(html)) {
    if (tag.closing ? keepsClosing(tag.name, open, dropped) : keepsOpening(tag.name, open, dropped, levels)) continue;
    out += html.slice(kept, tag.start);
    kept = tag.end;
  }
  return kept === 0 ? html : out + html.slice(kept);
}

function keepsOpening(name: string, open: string[], dropped: Map<string, number>, levels: number): boolean {
  if (VOID.has(name)) return true;
  if (SELF_CLOSING.has(name) && open.at(-1) === name) return true;
  if (open.length < levels) {
    open.push(name);
    return true;
  }
  dropped.set(name, (dropped.get(name) ?? 0) + 1);
  return false;
}

/** An end tag goes with the start tag that was left out, if there is one. */
function keepsClosing(name: string, open: string[], dropped: Map<string, number>): boolean {
  const count = dropped.get(name) ?? 0;
  if (count > 0) {
    dropped.set(name, count - 1);
    return false;
  }
  const at = open.lastIndexOf(name);
  if (at >= 0) open.length = at;
  return true;
}

interface Tag {
  name: string;
  closing: boolean;
  start: number;
  /** After the `>`. */
  end: number;
}

/** The tags of an HTML text, comments skipped. */
function* tags(html: string): Generator<Tag> {
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at)) {
    if (html.startsWith('<!--', at)) {
      const end = html.indexOf('-->', at + 4);
      if (end < 0) return;
      at = end + 3;
      continue;
    }
    const closing = html[at + 1] === '/';
    const name = NAME.exec(html.slice(at + (closing ? 2 : 1), at + 64))?.[0].toLowerCase();
    if (!name) {
      at += 1;
      continue;
    }
    const end = html.indexOf('>', at);
    if (end < 0) return;
    yield { name, closing, start: at, end: end + 1 };
    at = end + 1;
  }
}

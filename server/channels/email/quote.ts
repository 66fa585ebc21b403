import type { Fold } from '../../tickets/envelopes.ts';
import * as marks from './quote-marks.ts';

type Kind = 'text' | Fold['kind'];

/** Longer blocks under a `--` are no signatures. */
const SIGNATURE_LINES = 20;
/** Mail programs wrap the line that introduces a quote. */
const WRAPPED_LINES = 4;
/** What is longer than this is shown whole: people don't write it by hand, and nobody folds it by eye. */
const MOST_LINES = 20_000;

/**
 * What of a mail's text is quoted or a signature, in order, not overlapping: the rest is what was written now. Empty when
 * nothing is, and when nothing else would be left: a mail is never shown empty. Forwarded mails stay visible.
 * @param text as `tidy` leaves it
 * @param subject tells a forwarded mail where the text does not
 */
export function foldsOf(text: string, subject = ''): Fold[] {
  const lines = text.split('\n');
  if (lines.length > MOST_LINES) return [];
  const trimmed = lines.map((line) => line.trim());
  const kinds: Kind[] = lines.map((line) => (/^ {0,3}>/.test(line) ? 'quote' : 'text'));
  const forwarded = trimmed.findIndex((line) => marks.FORWARDED.test(line));
  const end = forwarded < 0 ? lines.length : forwarded;
  kinds.fill('text', end);
  markIntroductions(trimmed, kinds, end);
  markBlock(trimmed, kinds, end, subject);
  markSignatures(trimmed, kinds, end);
  const wrote = trimmed.some((line, at) => line !== '' && kinds[at] === 'text');
  return wrote ? rangesOf(lines, trimmed, kinds) : [];
}

/** Lines that introduce a quote go with it. Without marked lines below, all that follows is quoted. */
function markIntroductions(lines: string[], kinds: Kind[], end: number): void {
  for (let at = 0; at < end; at += 1) {
    if (kinds[at] !== 'text' || !lines[at]?.endsWith(':')) continue;
    const start = introductionEndingAt(lines, kinds, at);
    if (start === undefined) continue;
    const next = lines.findIndex((line, i) => i > at && line !== '');
    if (next >= 0 && next < end && kinds[next] === 'quote') kinds.fill('quote', start, next);
    else if (closesAll(lines.slice(start, at + 1).join(' '), lines, start)) return void kinds.fill('quote', start, end);
  }
}

/** Unmarked text below: only a line that no customer would write by hand cuts it off, and never the whole mail. */
function closesAll(introduction: string, lines: string[], start: number): boolean {
  return marks.TIME_OR_ADDRESS.test(introduction) && lines.slice(0, start).some((line) => line !== '');
}

/** The first line of an introduction that ends on line `at`. */
function introductionEndingAt(lines: string[], kinds: Kind[], at: number): number | undefined {
  let found: number | undefined;
  for (let start = at; start >= 0 && start > at - WRAPPED_LINES; start -= 1) {
    if (lines[start] === '' || kinds[start] !== 'text') break;
    const joined = lines.slice(start, at + 1).join(' ');
    if (joined.length > 500) break;
    if (isIntroduction(joined)) found = start;
    else if (found === undefined && isUnopened(joined)) found = start;
  }
  return found;
}

function isIntroduction(line: string): boolean {
  if (!marks.INTRODUCTION.test(line) || !marks.DATE.test(line)) return false;
  return marks.ENDS_WITH_VERB.test(line) || marks.ENDS_WITH_ADDRESS.test(line) || marks.APPLE_POLISH.test(line);
}

/** With the opening words of no program that we know: a date and the verb must do. */
const isUnopened = (line: string): boolean => marks.DATE.test(line) && marks.ENDS_WITH_VERB.test(line);

/** Outlook's block of headers, or "Original message": all below is quoted. A forwarded mail's stays. */
function markBlock(lines: string[], kinds: Kind[], end: number, subject: string): void {
  if (marks.FORWARD_SUBJECT.test(subject)) return;
  const at = lines.findIndex((line, i) => i < end && kinds[i] === 'text' && startsBlock(lines, line, i));
  if (at < 0) return;
  let start = at;
  for (let above = at - 1; above >= 0 && (lines[above] === '' || marks.RULE.test(lines[above] ?? '')); above -= 1)
    if (lines[above] !== '') start = above;
  kinds.fill('quote', start, end);
}

function startsBlock(lines: string[], line: string, at: number): boolean {
  if (marks.ORIGINAL.test(line)) return true;
  if (!marks.FROM_HEADER.test(line)) return false;
  const below = lines.slice(at + 1, at + 8).filter((other) => other !== '');
  return marks.OTHER_HEADER.test(below[0] ?? '') && below.filter((other) => marks.OTHER_HEADER.test(other)).length > 1;
}

/** From the last `--` above the quote, and "Sent from my phone" lines. */
function markSignatures(lines: string[], kinds: Kind[], end: number): void {
  const stops = kinds.findIndex((kind, at) => kind === 'quote' && at < end);
  const last = kinds.findLastIndex((kind, at) => at < end && kind === 'text' && lines[at] !== '');
  for (const until of new Set([stops < 0 ? end : stops, last + 1])) {
    const start = lines.slice(0, until).findLastIndex((line, at) => kinds[at] === 'text' && marks.SIGNATURE.test(line));
    const block = start >= 0 && until - start <= SIGNATURE_LINES && !kinds.slice(start, until).includes('quote');
    if (block) kinds.fill('signature', start, until);
    markSentFrom(lines, kinds, block ? start : until);
  }
}

function markSentFrom(lines: string[], kinds: Kind[], until: number): void {
  for (let at = until - 1; at >= 0; at -= 1) {
    const line = lines[at] ?? '';
    if (line === '' || marks.RULE.test(line)) continue;
    if (kinds[at] !== 'text' || !marks.SENT_FROM.test(line)) return;
    kinds[at] = 'signature';
  }
}

function rangesOf(lines: string[], trimmed: string[], kinds: Kind[]): Fold[] {
  const folds: Fold[] = [];
  let offset = 0;
  let joins = false;
  for (const [at, line] of lines.entries()) {
    const kind = kinds[at] ?? 'text';
    const last = folds.at(-1);
    const end = offset + line.length;
    if (kind !== 'text' && trimmed[at] !== '') {
      if (joins && last?.kind === kind) last.end = end;
      else folds.push({ kind, start: offset, end });
    }
    // Empty lines don't break a quote.
    joins = kind !== 'text' || (joins && trimmed[at] === '');
    offset = end + 1;
  }
  return folds;
}

import { bodyTermsOf, queryWords } from '../../knowledge-base/search/analyse.ts';
import { wordsOf } from '../../server/words/fold.ts';
import type { Language } from '../../server/tickets/envelopes.ts';
import type { Translation } from '../../knowledge-base/model.ts';
import { meaningsIn } from './recognition/topics.ts';

/** About as much as a chat bubble may hold. */
const MAX_CHARACTERS = 700;
const MAX_PART = 1_500;
/** What is meant the same counts beside the words themselves, and decides where no word is the same. */
const SAME_MEANING = 0.5;

interface Section {
  heading: string;
  lines: string[];
}

/**
 * The part of an article that answers a question, as plain text: the section that shares most words with it, its
 * steps where it has some, with the section's heading. The summary when no section stands out.
 */
export function passageOf(article: Translation, question: string): string {
  const [best] = ranked(article, question);
  if (!best || best.weight === 0) return article.summary;
  const { heading, lines } = best.section;
  return [...(heading ? [heading] : []), ...shorten(lines)].join('\n');
}

/** The parts of an article that have to do with a question, the best first: what an answer may be made from. */
export function passagesOf(article: Translation, question: string, most: number): { heading: string; text: string }[] {
  return ranked(article, question)
    .slice(0, most)
    .map(({ section: { heading, lines } }) => ({
      heading: heading || article.title,
      text: lines.join('\n').slice(0, MAX_PART),
    }));
}

function ranked(article: Translation, question: string): { section: Section; weight: number }[] {
  const asked = new Set(queryWords(question, article.locale).flatMap((word) => word.terms));
  const meant = new Set(meaningsIn(question, article.locale));
  for (const meaning of EVERYWHERE) meant.delete(meaning);
  return sectionsOf(article.body)
    .filter(({ lines }) => lines.length > 0)
    .map((section) => ({
      section,
      weight: weightOf(section, asked, article) + SAME_MEANING * sharedMeanings(section, meant, article.locale),
    }))
    .sort((a, b) => b.weight - a.weight);
}

/** Words of the heading count double, those in the text once, the more of the section they make up. */
function weightOf({ heading, lines }: Section, asked: ReadonlySet<string>, { locale }: Translation): number {
  return shared(heading, asked, locale) * 2 + shared(lines.join('\n'), asked, locale);
}

function shared(text: string, asked: ReadonlySet<string>, locale: Language): number {
  const terms = wordsOf(text).flatMap((word) => bodyTermsOf(word.text, locale));
  return new Set(terms.filter((term) => asked.has(term))).size;
}

function sharedMeanings({ heading, lines }: Section, meant: ReadonlySet<string>, locale: Language): number {
  const count = (text: string) => new Set(meaningsIn(text, locale).filter((meaning) => meant.has(meaning))).size;
  return count(heading) * 2 + count(lines.join('\n'));
}

/** Meanings of words that ask, which any part of an article may hold. */
const EVERYWHERE = ['not', 'how-to', 'when', 'where', 'who', 'why', 'sell-you', 'device', 'advice'];

function sectionsOf(markdown: string): Section[] {
  const sections: Section[] = [{ heading: '', lines: [] }];
  for (const line of markdown.split('\n')) {
    const heading = /^#{1,6}\s+(\S.*)$/.exec(line)?.[1];
    if (heading) sections.push({ heading: plain(heading), lines: [] });
    else sections.at(-1)?.lines.push(...plainLine(line));
  }
  return sections;
}

/** A line of Markdown as people read it; empty lines and the rule under a table's head are left out. */
function plainLine(line: string): string[] {
  const text = line.trim();
  if (text === '' || /^[|\s:-]+$/.test(text)) return [];
  if (text.startsWith('|')) {
    const cells = text.split('|').map((cell) => plain(cell.trim()));
    return [cells.filter(Boolean).join(' · ')];
  }
  return [plain(text).replace(/^[-*+]\s+/, '• ')];
}

function plain(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|`)/g, '')
    .replace(/(?<![\w*])\*(?=\S)([^*]*)\*/g, '$1')
    .replace(/(?<![\p{L}\p{N}_])_(?=\S)([^_]*)_(?![\p{L}\p{N}_])/gu, '$1')
    .replace(/^>\s*/, '');
}

/** Whole lines only; what comes after a list's steps is for the article. */
function shorten(lines: readonly string[]): string[] {
  const steps = lines.findLastIndex((line) => /^\d+[.)]\s/.test(line));
  const wanted = steps >= 0 ? lines.slice(0, steps + 1) : lines;
  const kept: string[] = [];
  let length = 0;
  for (const line of wanted) {
    length += line.length;
    if (kept.length > 0 && length > MAX_CHARACTERS) return [...kept, '…'];
    kept.push(line);
  }
  return kept;
}

import { BOOST } from './relevance.ts';

/** Fields that say what a text is about lie together and apart from its body, which common words are not sought in. */
const FIELDS = ['title', 'keywords', 'summary', 'body'] as const;
export type Field = (typeof FIELDS)[number];
const BODY_FIELD = 3;
/** How often a term stands in each field: four counts in one small number, the body's highest. */
const BITS = 8;
const MOST_TIMES = 127;
const BODY_SHIFT = BITS * BODY_FIELD;
const STRONG_MASK = 2 ** BODY_SHIFT - 1;

/** The parameters of BM25+ (Lv and Zhai, 2011): saturation of counts, weight of lengths, least worth of a hit. */
const K = 1.2;
const B = 0.7;
const D = 0.5;

interface Lists {
  strong: { docs: number[]; times: number[] };
  body: { docs: number[]; times: number[] };
  /** Texts that have the term, by field. */
  counts: number[];
}

/** Term → how often it stands in each field of a text, packed; made by `countOnce`. */
export type Counts = ReadonlyMap<string, number>;

/** Counts a term once more in the field of that number. */
export function countOnce(counts: Map<string, number>, term: string, field: number): void {
  const known = counts.get(term) ?? 0;
  const shift = BITS * field;
  if (((known >>> shift) & MOST_TIMES) < MOST_TIMES) counts.set(term, known + (1 << shift));
}

/** Called for each text that a term stands in: number of the text, its score, and whether a strong field has it. */
type Visit = (doc: number, score: number, strong: boolean) => void;

/** An inverted index of numbered texts in arrays of numbers, ranked by BM25+. */
export class Postings {
  readonly #terms = new Map<string, Lists>();
  /** Words of each field, four numbers a text. */
  readonly #lengths: number[] = [];
  readonly #totals = FIELDS.map(() => 0);
  #size = 0;

  /** Numbers that texts have, one above the highest. */
  get capacity(): number {
    return this.#lengths.length / FIELDS.length;
  }

  /** A text that was not there; `lengths` by field. */
  add(doc: number, counts: Counts, lengths: readonly number[]): void {
    this.#size += 1;
    lengths.forEach((length, field) => {
      this.#lengths[doc * FIELDS.length + field] = length;
      this.#totals[field] = (this.#totals[field] ?? 0) + length;
    });
    for (const [term, times] of counts) this.#addTerm(doc, term, times);
  }

  /** A text as it was added. */
  remove(doc: number, counts: Counts): void {
    this.#size -= 1;
    for (let field = 0; field < FIELDS.length; field += 1)
      this.#totals[field] = (this.#totals[field] ?? 0) - (this.#lengths[doc * FIELDS.length + field] ?? 0);
    for (const [term, times] of counts) this.#removeTerm(doc, term, times);
  }

  /** Visits the texts of a term; only those that have it in a strong field when `strongOnly`. */
  visit(term: string, strongOnly: boolean, visit: Visit): void {
    const lists = this.#terms.get(term);
    if (!lists) return;
    const worth = FIELDS.map((name, field) => (BOOST[name] ?? 0) * this.#rarity(lists.counts[field] ?? 0));
    const { docs, times } = lists.strong;
    for (let at = 0; at < docs.length; at += 1) {
      const doc = docs[at] as number;
      let packed = times[at] as number;
      let score = 0;
      for (let field = 0; packed > 0; field += 1, packed >>>= BITS) {
        const count = packed & MOST_TIMES;
        if (count > 0) score += (worth[field] as number) * this.#weight(doc, field, count);
      }
      visit(doc, score, true);
    }
    if (strongOnly) return;
    const body = lists.body;
    const worthOfBody = worth[BODY_FIELD] as number;
    for (let at = 0; at < body.docs.length; at += 1) {
      const doc = body.docs[at] as number;
      visit(doc, worthOfBody * this.#weight(doc, BODY_FIELD, body.times[at] as number), false);
    }
  }

  #rarity(count: number): number {
    return Math.log(1 + (this.#size - count + 0.5) / (count + 0.5));
  }

  #weight(doc: number, field: number, times: number): number {
    const average = (this.#totals[field] as number) / this.#size;
    const length = this.#lengths[doc * FIELDS.length + field] as number;
    return D + (times * (K + 1)) / (times + K * (1 - B + (B * length) / average));
  }

  #addTerm(doc: number, term: string, times: number): void {
    const lists = this.#terms.get(term) ?? newLists();
    this.#terms.set(term, lists);
    if (times & STRONG_MASK) push(lists.strong, doc, times & STRONG_MASK);
    if (times > STRONG_MASK) push(lists.body, doc, times >>> BODY_SHIFT);
    count(lists, times, 1);
  }

  #removeTerm(doc: number, term: string, times: number): void {
    const lists = this.#terms.get(term);
    if (!lists) return;
    take(lists.strong, doc);
    take(lists.body, doc);
    count(lists, times, -1);
    if (lists.strong.docs.length + lists.body.docs.length === 0) this.#terms.delete(term);
  }
}

function count({ counts }: Lists, times: number, change: 1 | -1): void {
  for (let field = 0; field < FIELDS.length; field += 1)
    if ((times >>> (BITS * field)) & MOST_TIMES) counts[field] = (counts[field] ?? 0) + change;
}

const newLists = (): Lists => ({
  strong: { docs: [], times: [] },
  body: { docs: [], times: [] },
  counts: FIELDS.map(() => 0),
});

function push(list: Lists['body'], doc: number, times: number): void {
  list.docs.push(doc);
  list.times.push(times);
}

function take(list: Lists['body'], doc: number): void {
  const at = list.docs.indexOf(doc);
  if (at < 0) return;
  list.docs.splice(at, 1);
  list.times.splice(at, 1);
}

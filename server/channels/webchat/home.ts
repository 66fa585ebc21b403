import type { SearchHit } from '../../../knowledge-base/search/engine.ts';
import type { Context } from '../../context.ts';
import type { Language } from '../../tickets/envelopes.ts';
import { topics } from './topics.ts';

export interface Suggested {
  id: string;
  slug: string;
  locale: Language;
  title: string;
}

const SHOWN = 5;
const KEPT_MS = 60_000;

/**
 * The articles of the widget's start page: the best one for each of the common topics, at most five, all different.
 * Kept for a minute a language, because every visitor who opens the widget asks for the same.
 */
export function createHome(context: Context): (locale: Language) => Promise<Suggested[]> {
  const kept = new Map<Language, { until: number; items: Suggested[] }>();
  return async (locale) => {
    const now = context.clock.now().getTime();
    const known = kept.get(locale);
    if (known && known.until > now) return known.items;
    const items = await bestOfEach(context, locale);
    kept.set(locale, { until: now + KEPT_MS, items });
    return items;
  };
}

async function bestOfEach(context: Context, locale: Language): Promise<Suggested[]> {
  const found = new Map<string, Suggested>();
  for (const topic of topics[locale]) {
    const hits = await context.search.query(topic, { locale, limit: 3 });
    const hit = hits.find((h) => !found.has(h.id));
    if (hit) found.set(hit.id, suggested(hit));
  }
  return [...found.values()].slice(0, SHOWN);
}

const suggested = ({ id, slug, locale, title }: SearchHit): Suggested => ({ id, slug, locale, title });

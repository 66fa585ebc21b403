import type { FastifyReply, FastifyRequest } from 'fastify';
import { categoryTitle, readCategories } from '../../knowledge-base/categories.ts';
import { publishedByIds } from '../../knowledge-base/find.ts';
import { articlePath } from '../../knowledge-base/present.ts';
import type { Context } from '../context.ts';
import { fill, helpTexts } from '../messages/help.ts';
import { plural } from '../messages/plural.ts';
import type { Language } from '../tickets/envelopes.ts';
import { rememberMiss } from './feedback.ts';
import { sendPage } from './render.ts';
import { siteName, siteOf, topicLink } from './site.ts';

const RESULTS = 20;

/** The results of a search as a page. */
export async function searchPage(
  context: Context,
  ask: FastifyRequest,
  answer: FastifyReply,
  locale: Language,
  q: string,
): Promise<FastifyReply> {
  const asked = q.trim();
  const hits = asked ? await context.search.query(`${asked} `, { locale, limit: RESULTS }) : [];
  if (asked && hits.length === 0) await rememberMiss(context, locale, asked);
  const ids = hits.map((hit) => hit.article);
  ask.shows = ids;
  const [categories, cards] = await Promise.all([readCategories(context), publishedByIds(context, ids)]);
  const topicOfHit = (id: string): string => {
    const key = cards.find((card) => String(card._id) === id)?.category;
    const found = categories.find((category) => category._id === key);
    return found ? categoryTitle(found, locale) : '';
  };
  const texts = helpTexts[locale].search;
  const found = fill(plural(locale, hits.length, texts.count), { q: asked });
  const heading = !asked ? texts.empty : hits.length > 0 ? found : fill(texts.none, { q: asked });
  const pathIn = (other: Language): string => `/help/${other}/search${asked ? `?q=${encodeURIComponent(asked)}` : ''}`;
  const props = {
    site: siteOf(ask, locale, pathIn),
    q: asked,
    heading,
    hits: hits.map((hit) => ({
      href: articlePath(hit.locale, hit.slug),
      title: hit.title,
      topic: topicOfHit(hit.article),
      excerpt: hit.excerpt,
    })),
    topics: categories.map((category) => topicLink(category, locale)),
  };
  const head = { title: `${heading} · ${siteName(ask.shop, locale)}`, description: texts.title, noindex: true };
  return await sendPage(ask, answer, 'search', props, head);
}

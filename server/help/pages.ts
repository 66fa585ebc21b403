import type { FastifyReply, FastifyRequest } from 'fastify';
import { readCategories } from '../../knowledge-base/categories.ts';
import { publishedCards, type ArticleCard } from '../../knowledge-base/find.ts';
import type { Context } from '../context.ts';
import { inTime } from '../http/in-time.ts';
import { helpTexts } from '../messages/help.ts';
import type { Language } from '../tickets/envelopes.ts';
import { trail, website } from './data.ts';
import { mostHelpful } from './feedback.ts';
import { sendPage } from './render.ts';
import type { Link, Topic } from './schema.ts';
import {
  allPath,
  articleLink,
  baseUrl,
  categoryPath,
  homeLink,
  homePath,
  siteName,
  siteOf,
  topicLink,
  topicOf,
  translated,
} from './site.ts';

const POPULAR = 6;
/** How long a page that says what is wrong waits for the topics below it. */
const TOPICS_MS = 1000;

/** Search, topics with their articles, popular answers. */
export async function homePage(
  context: Context,
  ask: FastifyRequest,
  answer: FastifyReply,
  locale: Language,
): Promise<FastifyReply> {
  const { articles, topics } = await everything(context, ask, locale);
  const best = await mostHelpful(context, locale, POPULAR);
  const rank = (id: string): number => (best.includes(id) ? best.indexOf(id) : best.length);
  const popular = [...articles]
    .sort((a, b) => rank(String(a._id)) - rank(String(b._id)) || a.order - b.order)
    .slice(0, POPULAR)
    .flatMap((article) => articleLink(article, locale));
  const title = siteName(ask.shop, locale);
  const head = {
    ...translated(context, ask, locale, homePath),
    title,
    description: helpTexts[locale].site.description,
    data: [website(baseUrl(context, ask), locale, title, ask.shop)],
  };
  return await sendPage(ask, answer, 'home', { site: siteOf(ask, locale, homePath), topics, popular }, head);
}

/** Every topic with all its articles. */
export async function allPage(
  context: Context,
  ask: FastifyRequest,
  answer: FastifyReply,
  locale: Language,
): Promise<FastifyReply> {
  const { topics } = await everything(context, ask, locale);
  const { home, site } = helpTexts[locale];
  const head = {
    ...translated(context, ask, locale, allPath),
    title: `${home.all} · ${siteName(ask.shop, locale)}`,
    description: site.description,
    data: [trail(baseUrl(context, ask), [homeLink(locale), allLink(locale)])],
  };
  return await sendPage(ask, answer, 'all', { site: siteOf(ask, locale, allPath), topics }, head);
}

const allLink = (locale: Language): Link => ({ href: allPath(locale), label: helpTexts[locale].home.all });

/** What is published, and the topics that something is published in. */
async function everything(
  context: Context,
  ask: FastifyRequest,
  locale: Language,
): Promise<{ articles: ArticleCard[]; topics: Topic[] }> {
  const [categories, articles] = await Promise.all([readCategories(context), publishedCards(context)]);
  ask.shows = articles.map(({ _id }) => String(_id));
  const topics = categories.map((category) => topicOf(category, articles, locale));
  return { articles, topics: topics.filter((topic) => topic.articles.length > 0) };
}

/** One topic with all its articles. */
export async function categoryPage(
  context: Context,
  ask: FastifyRequest,
  answer: FastifyReply,
  locale: Language,
  key: string,
): Promise<FastifyReply> {
  const categories = await readCategories(context);
  const category = categories.find((one) => one._id === key);
  if (!category) return await missingPage(context, ask, answer, locale);
  const articles = await publishedCards(context, key);
  ask.shows = articles.map(({ _id }) => String(_id));
  const topic = topicOf(category, articles, locale);
  const pathIn = (other: Language): string => categoryPath(other, key);
  const others = categories.filter((other) => other._id !== key).map((other) => topicLink(other, locale));
  const title = `${topic.label} · ${siteName(ask.shop, locale)}`;
  const head = {
    ...translated(context, ask, locale, pathIn),
    title,
    description: topic.description || title,
    data: [trail(baseUrl(context, ask), [homeLink(locale), allLink(locale), topic])],
  };
  return await sendPage(ask, answer, 'category', { site: siteOf(ask, locale, pathIn), topic, others }, head);
}

/** 404, in the page's language, with the search and the topics. */
export async function missingPage(
  context: Context,
  ask: FastifyRequest,
  answer: FastifyReply,
  locale: Language,
): Promise<FastifyReply> {
  return await messagePage(context, ask, answer, locale, 404, helpTexts[locale].missing);
}

export async function messagePage(
  context: Context,
  ask: FastifyRequest,
  answer: FastifyReply,
  locale: Language,
  status: number,
  { title, text }: { title: string; text: string },
): Promise<FastifyReply> {
  // Also told when the store is away.
  const categories = (await inTime(readCategories(context), TOPICS_MS)) ?? [];
  const topics = categories.map((category) => topicLink(category, locale));
  const head = { title: `${title} · ${siteName(ask.shop, locale)}`, description: text, noindex: true };
  return await sendPage(ask, answer, 'message', { site: siteOf(ask, locale, homePath), title, text, topics }, head, {
    status,
  });
}

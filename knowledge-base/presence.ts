import { Types } from 'mongoose';
import type { Context } from '../server/context.ts';
import type { Language } from '../server/tickets/envelopes.ts';
import { loadArticle } from './find.ts';
import { ArticlePresences } from './presence-model.ts';
import { versionOf } from './states.ts';

/** An editor that has not been heard of for so long is gone; it says where it is every few seconds. */
const LEASE_MS = 20_000;

export interface Beside {
  /** Who else has the article open: hex ids of agents, and the language they write in. */
  items: { agent: string; locale: Language }[];
  /** The present version of each language, so that an editor sees that another one has saved. */
  versions: Partial<Record<Language, number>>;
}

/** Says that an agent has an article open, and tells who else has. A lease in the store: it holds for every process. */
export async function beHere(context: Context, id: string, agent: string, locale: Language): Promise<Beside> {
  const article = new Types.ObjectId(id);
  const now = context.clock.now();
  const until = new Date(now.getTime() + LEASE_MS);
  await ArticlePresences(context).updateOne(
    { _id: `${id}/${agent}` },
    { $set: { article, agent, locale, until } },
    { upsert: true },
  );
  const there = await ArticlePresences(context).find({ article }).lean();
  const gone = there.filter((one) => one.until <= now).map(({ _id }) => _id);
  if (gone.length > 0) await ArticlePresences(context).deleteMany({ _id: { $in: gone }, until: { $lte: now } });
  const { translations } = await loadArticle(context, id);
  return {
    items: there
      .filter((one) => one.agent !== agent && one.until > now)
      .map(({ agent: other, locale: of }) => ({ agent: other, locale: of })),
    versions: Object.fromEntries(translations.map((text) => [text.locale, versionOf(text)])),
  };
}

/** An editor was closed. */
export async function beGone(context: Context, id: string, agent: string): Promise<void> {
  await ArticlePresences(context).deleteOne({ _id: `${id}/${agent}` });
}

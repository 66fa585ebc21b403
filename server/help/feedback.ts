import { Types } from 'mongoose';
import { meaningOf } from '../../knowledge-base/suggest.ts';
import type { Context } from '../context.ts';
import type { Language } from '../tickets/envelopes.ts';
import { ArticleVotes, MissedSearches } from './model.ts';

/** Counts one answer to "was this helpful?". */
export async function countVote(
  context: Context,
  article: Types.ObjectId,
  locale: Language,
  answer: 'yes' | 'no',
): Promise<void> {
  await ArticleVotes(context).collection.updateOne(
    { article, locale },
    { $inc: { [answer]: 1 }, $setOnInsert: { [answer === 'yes' ? 'no' : 'yes']: 0 } },
    { upsert: true },
  );
}

/** Hex ids of the articles found most helpful in a language, best first. */
export async function mostHelpful(context: Context, locale: Language, limit: number): Promise<string[]> {
  const found = await ArticleVotes(context)
    .find({ locale, yes: { $gt: 0 } }, { article: 1 })
    .sort({ yes: -1, article: 1 })
    .limit(limit)
    .lean();
  return found.map(({ article }) => String(article));
}

/** Remembers a search that found nothing. What may name a person (addresses, long numbers) is not kept. */
export async function rememberMiss(context: Context, locale: Language, text: string): Promise<void> {
  if (/@|\d{4}/.test(text)) return;
  const query = meaningOf(text, locale).slice(0, 100);
  if (query.length < 3) return;
  const hash = context.vault.hash('missed-search', query);
  const _id = new Types.ObjectId();
  const sealed = context.vault.sealInstance(`MissedSearch/${String(_id)}/query`, query);
  await MissedSearches(context).collection.updateOne(
    { locale, hash },
    { $inc: { count: 1 }, $set: { lastAt: context.clock.now() }, $setOnInsert: { _id, query: sealed as never } },
    { upsert: true },
  );
}

import type { Types } from 'mongoose';
import { loadArticle, translationFor } from '../../../knowledge-base/find.ts';
import type { Context } from '../../context.ts';
import type { TicketDoc } from '../../tickets/model.ts';
import { ArticleMarks } from './model.ts';

/** An agent says whether an article is of use for a ticket; undefined takes it back. Fails not-found for the article. */
export async function markArticle(
  context: Context,
  ticket: TicketDoc,
  { article, useful }: { article: string; useful: boolean | undefined },
): Promise<void> {
  const { _id, translations } = await loadArticle(context, article);
  const which = { ticket: ticket._id, article: _id };
  if (useful === undefined) return void (await ArticleMarks(context).deleteOne(which));
  const locale = ticket.language ?? translationFor(translations, 'en')?.locale ?? 'en';
  await ArticleMarks(context).updateOne(
    which,
    { $set: { v: 1, useful, locale, at: context.clock.now() } },
    { upsert: true },
  );
}

/** What was said of articles for a ticket, by the article's hex id. */
export async function marksOf(context: Context, ticket: Types.ObjectId): Promise<Record<string, boolean>> {
  const marks = await ArticleMarks(context).find({ ticket }, { article: 1, useful: 1 }).lean();
  return Object.fromEntries(marks.map(({ article, useful }) => [String(article), useful]));
}

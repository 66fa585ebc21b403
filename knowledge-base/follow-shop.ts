import type { Context } from '../server/context.ts';
import { Articles } from './model.ts';

/** Reaction: articles that name a fact of the shop are indexed anew, by every process. */
export async function articlesFollowShop(context: Context): Promise<void> {
  const naming = /\{\{\s*shop\./i;
  await Articles(context).updateMany(
    { $or: [{ 'translations.body': naming }, { 'translations.summary': naming }] },
    { $set: { updatedAt: context.clock.now() } },
  );
}

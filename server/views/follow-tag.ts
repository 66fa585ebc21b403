import type { Context } from '../context.ts';
import type { EventMap } from '../events.ts';
import { Views, type ViewDoc } from './model.ts';
import { openContent, sealContent } from './seal.ts';

/**
 * A tag has another name now: saved views that ask for it follow. Where it has none any more they stay as they are, and
 * empty: without it they would be views of something else.
 */
export async function viewsFollowTag(context: Context, { from, to }: EventMap['tag.moved']): Promise<void> {
  if (to === null) return;
  // What they ask for is sealed: each is opened.
  for await (const view of Views(context).find().lean<ViewDoc[]>().cursor()) await follow(context, view, from, to);
}

/** Again from what is stored, where its owner has saved it meanwhile. */
async function follow(context: Context, view: ViewDoc, from: string, to: string): Promise<void> {
  const content = openContent(context, view);
  if (content?.query.tag !== from) return;
  const renamed = sealContent(context, view._id, { ...content, query: { ...content.query, tag: to } });
  const { matchedCount } = await Views(context).collection.updateOne(
    { _id: view._id, content: view.content as never },
    { $set: { content: renamed } },
  );
  const now = matchedCount > 0 ? null : await Views(context).findById(view._id).lean<ViewDoc>();
  if (now) await follow(context, now, from, to);
}

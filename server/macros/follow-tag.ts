import type { Context } from '../context.ts';
import type { EventMap } from '../events.ts';
import { Macros, type MacroDoc } from './model.ts';

/** A tag has another name now, or none: macros that set it or take it off follow. */
export async function macrosFollowTag(context: Context, { from, to }: EventMap['tag.moved']): Promise<void> {
  const found = await Macros(context)
    .find({ $or: [{ 'acts.tags.add': from }, { 'acts.tags.remove': from }] })
    .lean<MacroDoc[]>();
  for (const { _id, acts } of found) {
    const renamed = (names: readonly string[] = []) => [
      ...new Set(names.flatMap((name) => (name !== from ? name : to === null ? [] : to))),
    ];
    const tags = { add: renamed(acts?.tags?.add), remove: renamed(acts?.tags?.remove) };
    await Macros(context).updateOne({ _id }, { $set: { 'acts.tags': tags } });
  }
}

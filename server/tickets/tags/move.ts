import { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { fail } from '../../errors.ts';
import { startLoop, type Loop } from '../../loop.ts';
import { Tickets } from '../model.ts';
import { cleanTags, knowOldTags, knowTags, rememberedBy } from './know.ts';
import { Tags, type TagDoc } from './model.ts';

const BATCH = 200;

/** Fails `not-found`. */
export async function loadTag(context: Context, id: string): Promise<TagDoc> {
  return (await Tags(context).findById(id).lean<TagDoc>()) ?? fail('not-found');
}

/**
 * Gives a tag another name, or makes it one with the tag that has that name already; null takes it off all tickets.
 * Only begins it: the loop does it, and goes on with it after a crash. Fails `conflict` while it is leaving already.
 */
export async function moveTag(context: Context, tag: TagDoc, to: string | null): Promise<TagDoc> {
  const [name = null] = to === null ? [] : cleanTags([to]);
  if (name === tag.name) return tag;
  if (tag.becomes !== undefined) fail('conflict');
  if (name !== null) await refuseLeaving(context, name);
  const { matchedCount } = await Tags(context).collection.updateOne(
    { _id: tag._id, becomes: { $exists: false } },
    { $set: { becomes: name } },
  );
  return matchedCount > 0 ? { ...tag, becomes: name } : fail('conflict');
}

/** Two that become each other would never end. */
async function refuseLeaving(context: Context, name: string): Promise<void> {
  const heir = await Tags(context).findOne({ name }).lean<TagDoc>();
  if (heir?.becomes !== undefined) fail('conflict');
  await knowTags(context, [name]);
}

/** Takes tags that are leaving off their tickets. */
export function startTagLoop(context: Context): Loop {
  let begun = false;
  return startLoop(context, {
    name: 'tags',
    everyMs: 60_000,
    run: async () => {
      if (!begun) await knowOldTags(context);
      begun = true;
      const leaving = await Tags(context)
        .find({ becomes: { $exists: true } })
        .lean<TagDoc[]>();
      for (const tag of leaving) await drain(context, tag);
    },
  });
}

async function drain(context: Context, { _id, name, becomes = null }: TagDoc): Promise<void> {
  await context.events.emit('tag.moved', { from: name, to: becomes });
  for (;;) {
    const found = await Tickets(context).find({ tags: name }, { _id: 1 }).limit(BATCH).lean();
    if (found.length === 0) break;
    const ids = found.map((ticket) => ticket._id as Types.ObjectId);
    const tickets = Tickets(context).collection;
    if (becomes !== null) await tickets.updateMany({ _id: { $in: ids } }, { $addToSet: { tags: becomes } } as never);
    await tickets.updateMany({ _id: { $in: ids } }, { $pull: { tags: name } } as never);
    for (const id of ids)
      await context.events.emit('ticket.changed', { ticket: String(id), fields: ['tags'], by: { kind: 'system' } });
  }
  rememberedBy(context).delete(name);
  await Tags(context).deleteOne({ _id });
}

import { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { Tickets } from '../model.ts';
import { Tags } from './model.ts';

const caches = new WeakMap<Context, Set<string>>();

/** Names that this process has seen to be kept. */
export function rememberedBy(context: Context): Set<string> {
  const cache = caches.get(context) ?? new Set<string>();
  caches.set(context, cache);
  return cache;
}

/** As tags are written: trimmed, lower case, each once. */
export function cleanTags(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => name.trim().toLowerCase()).filter(Boolean))];
}

/** Keeps the names of tags that are used, to be offered again. */
export async function knowTags(context: Context, names: readonly string[]): Promise<void> {
  const remembered = rememberedBy(context);
  if (names.every((name) => remembered.has(name))) return;
  for (const name of names) remembered.add(name);
  const known = await Tags(context)
    .find({ name: { $in: names } }, { name: 1 })
    .lean();
  const fresh = names.filter((name) => !known.some((tag) => tag.name === name));
  if (fresh.length === 0) return;
  const createdAt = context.clock.now();
  const tags = fresh.map((name) => ({ _id: new Types.ObjectId(), name, createdAt }));
  await Tags(context)
    .collection.insertMany(tags as never, { ordered: false })
    // Somebody else was quicker with the same one.
    .catch((error: unknown) => {
      if ((error as { code?: number }).code !== 11000) throw error;
    });
}

/** Where no name is known yet: those of all tickets, once. */
export async function knowOldTags(context: Context): Promise<void> {
  if (await Tags(context).exists({})) return;
  const found = await Tickets(context).aggregate<{ _id: string }>([{ $unwind: '$tags' }, { $group: { _id: '$tags' } }]);
  await knowTags(
    context,
    found.map(({ _id }) => _id),
  );
}

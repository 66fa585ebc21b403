import type { Context } from '../server/context.ts';
import { startLoop, type Loop } from '../server/loop.ts';
import { Articles } from './model.ts';
import { setPublication } from './save.ts';

const EVERY_MS = 1000;

/** Publishes what was planned when its time comes. Every process may: who comes second finds it done. */
export function startPublishing(context: Context): Loop {
  const run = async (): Promise<void> => {
    const due = await Articles(context)
      .find({ publishAt: { $lte: context.clock.now() } }, { publishAs: 1 })
      .sort({ publishAt: 1 })
      .limit(100)
      .lean();
    for (const { _id, publishAs = 'published' } of due) await setPublication(context, String(_id), publishAs);
  };
  return startLoop(context, { name: 'article-schedule', everyMs: EVERY_MS, lease: false, run });
}

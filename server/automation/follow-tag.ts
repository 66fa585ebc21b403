import type { Context } from '../context.ts';
import type { EventMap } from '../events.ts';
import { Automations, type AutomationDoc } from './model.ts';
import { forgetRules } from './rules.ts';

/** A tag has another name now, or none: rules that set it, take it away or ask for it follow. */
export async function automationsFollowTag(context: Context, { from, to }: EventMap['tag.moved']): Promise<void> {
  const moved = (names: string[] = []): string[] => [
    ...new Set(names.flatMap((name) => (name !== from ? name : to === null ? [] : to))),
  ];
  for (const { _id, deeds, conditions } of await Automations(context).find().lean<AutomationDoc[]>()) {
    const { tags } = deeds;
    // A condition is never made empty: it would fit everything.
    const asks = conditions.tags?.includes(from) && moved(conditions.tags).length > 0;
    const set = {
      ...(tags ? { 'deeds.tags': { add: moved(tags.add), remove: moved(tags.remove) } } : {}),
      ...(asks ? { 'conditions.tags': moved(conditions.tags) } : {}),
    };
    if (Object.keys(set).length > 0) await Automations(context).updateOne({ _id }, { $set: set });
  }
  forgetRules(context);
}

import type { Context } from '../context.ts';
import type { EventMap } from '../events.ts';
import { Rules, type RuleDoc } from './model.ts';

/** A tag has another name now, or none: rules that set it follow. */
export async function rulesFollowTag(context: Context, { from, to }: EventMap['tag.moved']): Promise<void> {
  const rules = await Rules(context).find({ 'action.tags': from }).lean<RuleDoc[]>();
  for (const { _id, action } of rules) {
    const named = (action.tags ?? []).flatMap((name) => (name !== from ? name : to === null ? [] : to));
    await Rules(context).updateOne({ _id }, { $set: { 'action.tags': [...new Set(named)] } });
  }
}

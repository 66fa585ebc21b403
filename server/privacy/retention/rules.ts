import { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { fail } from '../../errors.ts';
import { RetentionRules, type RetentionRuleDoc, type RetentionWish } from './model.ts';

export interface RetentionRuleInput extends RetentionWish {
  active: boolean;
}

/** All rules, as many as a desk has; the longest first. */
export const listRetention = (context: Context): Promise<RetentionRuleDoc[]> =>
  RetentionRules(context).find().sort({ days: 1, _id: 1 }).lean<RetentionRuleDoc[]>();

/** The rule with this hex id. Fails `not-found`. */
export async function loadRetention(context: Context, id: string): Promise<RetentionRuleDoc> {
  const rule = await RetentionRules(context).findById(new Types.ObjectId(id)).lean<RetentionRuleDoc>();
  return rule ?? fail('not-found');
}

export async function addRetention(context: Context, input: RetentionRuleInput): Promise<RetentionRuleDoc> {
  const rule = { _id: new Types.ObjectId(), v: 1, ...input, since: context.clock.now() };
  await RetentionRules(context).collection.insertOne(rule as never);
  return rule;
}

/** Fails `not-found`. */
export async function changeRetention(
  context: Context,
  id: string,
  input: RetentionRuleInput,
): Promise<RetentionRuleDoc> {
  const rule = await RetentionRules(context)
    .findByIdAndUpdate(
      new Types.ObjectId(id),
      { $set: { ...input, since: context.clock.now() } },
      { returnDocument: 'after' },
    )
    .lean<RetentionRuleDoc>();
  return rule ?? fail('not-found');
}

/** Fails `not-found`. */
export async function removeRetention(context: Context, id: string): Promise<void> {
  const { deletedCount } = await RetentionRules(context).deleteOne({ _id: new Types.ObjectId(id) });
  if (deletedCount === 0) fail('not-found');
}

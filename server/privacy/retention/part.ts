import type { RetentionPart, RetentionRuleDoc } from './model.ts';

/** So many numbers of tickets stand in a part; the count beside them says how many there are. */
export const NUMBERS_KEPT = 100;

/** What a rule did, before it has done anything. */
export const partOf = ({ _id, type, channel, days, act }: RetentionRuleDoc): RetentionPart => ({
  ...{ rule: String(_id), type, channel, days, act },
  ...{ tickets: 0, messages: 0, files: 0, customers: 0, numbers: [] },
});

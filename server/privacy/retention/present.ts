import type { RetentionRuleDoc, RetentionRunDoc } from './model.ts';
import type { RetentionRuleView, RunView } from './schema.ts';

export const presentRule = ({ _id, type, channel, days, act, active, since }: RetentionRuleDoc): RetentionRuleView => ({
  ...{ id: String(_id), type, channel, days, act, active },
  since: since.toISOString(),
});

export const presentRun = ({ _id, v: _, at, doneAt, by, ...run }: RetentionRunDoc): RunView => ({
  ...{ id: String(_id), ...run, by: by.name },
  at: at.toISOString(),
  doneAt: doneAt?.toISOString() ?? null,
});

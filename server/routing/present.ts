import { presentConditions } from '../tickets/conditions/conditions.ts';
import { PRIORITIES } from '../tickets/model.ts';
import type { RuleDoc } from './model.ts';
import type { RuleView } from './schema.ts';

/** A rule as it leaves the house. */
export function presentRule({ _id, name, order, enabled, conditions, action }: RuleDoc): RuleView {
  const priority = action.priority === undefined ? undefined : PRIORITIES[action.priority - 1];
  return {
    id: String(_id),
    name,
    order,
    enabled,
    conditions: presentConditions(conditions),
    action: {
      team: String(action.team),
      ...(priority ? { priority } : {}),
      ...(action.tags ? { tags: action.tags } : {}),
      ...(action.needs ? { needs: action.needs } : {}),
    },
  };
}

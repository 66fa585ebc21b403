import { presentConditions } from '../tickets/conditions/conditions.ts';
import type { AutomationDoc, AutomationRunDoc } from './model.ts';
import type { AutomationView, RunList } from './schema.ts';

/** A rule over time as it leaves the house. */
export function presentAutomation(rule: AutomationDoc): AutomationView {
  const { status, stage, teams, assigned, rating, ...asked } = rule.conditions;
  const further = Object.entries({ status, stage, teams, assigned, rating }).filter(([, value]) => value !== undefined);
  const { stopped } = rule;
  return {
    id: String(rule._id),
    name: rule.name,
    enabled: rule.enabled,
    trigger: rule.trigger,
    conditions: { ...presentConditions(asked), ...Object.fromEntries(further) },
    deeds: rule.deeds as AutomationView['deeds'],
    triedAt: rule.triedAt?.toISOString() ?? null,
    stopped: stopped && { ...stopped, at: stopped.at.toISOString() },
  };
}

/** A line of the log. */
export const presentRun = (run: AutomationRunDoc): RunList['items'][number] => ({
  rule: String(run.rule),
  ticket: run.number,
  on: run.on,
  at: (run.doneAt ?? run.at).toISOString(),
  outcome: run.outcome ?? 'done',
  did: run.did ?? [],
  code: run.code ?? null,
});

import type { Policy, Target } from '../../../../server/sla/schema.ts';

export type Unit = 'hours' | 'businessDays' | 'calendarDays';
/** A target as it is typed; without an amount nothing is promised. */
export interface TargetWish {
  amount: number | null;
  unit: Unit;
}

export const TARGETS = ['firstReply', 'nextReply', 'resolution'] as const;
export type TargetName = (typeof TARGETS)[number];

/** A policy as it is filled in: every field has something. */
export interface Wish extends Record<TargetName, TargetWish> {
  name: string;
  types: NonNullable<Policy['types']>;
  priorities: NonNullable<Policy['priorities']>;
  classes: NonNullable<Policy['classes']>;
  warnHours: number | null;
  raise: boolean;
  team: string;
  agent: string;
}

export const emptyWish = (name: string): Wish => wishOf({ name, raise: false });

export function wishOf(policy: Policy): Wish {
  const { name, types = [], priorities = [], classes = [], warnMinutes, raise, team = '', agent = '' } = policy;
  return {
    ...{ name, types: [...types], priorities: [...priorities], classes: [...classes], raise, team, agent },
    warnHours: warnMinutes === undefined ? null : warnMinutes / 60,
    firstReply: typed(policy.firstReply, 'businessDays'),
    nextReply: typed(policy.nextReply, 'businessDays'),
    resolution: typed(policy.resolution, 'calendarDays'),
  };
}

export function policyOf(wish: Wish): Policy {
  const { name, types, priorities, classes, warnHours, raise, team, agent } = wish;
  return {
    ...{ name: name.trim(), raise },
    ...(types.length > 0 ? { types } : {}),
    ...(priorities.length > 0 ? { priorities } : {}),
    ...(classes.length > 0 ? { classes } : {}),
    ...(warnHours ? { warnMinutes: Math.round(warnHours * 60) } : {}),
    ...(team ? { team } : {}),
    ...(agent ? { agent } : {}),
    ...Object.fromEntries(
      TARGETS.flatMap((target) => {
        const { amount, unit } = wish[target];
        if (!amount) return [];
        return [[target, unit === 'hours' ? { amount: Math.round(amount * 60), unit: 'minutes' } : { amount, unit }]];
      }),
    ),
  };
}

function typed(target: Target | undefined, unit: Unit): TargetWish {
  if (!target) return { amount: null, unit };
  return target.unit === 'minutes'
    ? { amount: target.amount / 60, unit: 'hours' }
    : { amount: target.amount, unit: target.unit };
}

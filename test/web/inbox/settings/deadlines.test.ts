import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../../server/sla/schema.ts';
import { emptyWish, policyOf, wishOf } from '../../../../web/inbox/settings/deadlines/wish.ts';

describe('a policy in its form', () => {
  it.each<Policy>([
    { name: 'Nothing', raise: false },
    { name: 'Hours', raise: true, firstReply: { amount: 90, unit: 'minutes' }, warnMinutes: 15 },
    {
      ...{ name: 'All', raise: true, types: ['return'], priorities: ['urgent'], classes: ['vip'], warnMinutes: 2880 },
      ...{ nextReply: { amount: 2, unit: 'businessDays' }, resolution: { amount: 14, unit: 'calendarDays' } },
      ...{ team: 'a'.repeat(24), agent: 'b'.repeat(24) },
    },
  ])('comes out as it went in: $name', (policy) => expect(policyOf(wishOf(policy))).toEqual(policy));

  it('promises nothing where no number stands', () => {
    const wish = emptyWish(' New ');
    wish.firstReply = { amount: 0, unit: 'hours' };
    wish.warnHours = null;
    expect(policyOf(wish)).toEqual({ name: 'New', raise: false });
  });
});

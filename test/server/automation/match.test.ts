import { expect, it } from 'vitest';
import { happeningsOf, leadsTo, roundFrom } from '../../../server/automation/match.ts';
import type { Asked, Deeds, Trigger } from '../../../server/automation/model.ts';

const rule = (trigger: Trigger | Exclude<Trigger['on'], 'time'>, deeds: Deeds, conditions: Asked = {}) => ({
  trigger: typeof trigger === 'string' ? { on: trigger } : trigger,
  deeds,
  conditions,
});
const resting = (status: 'open' | 'pending') => ({ on: 'time', status, amount: 1, unit: 'days' }) as const;

it.each<[string, Deeds, ReturnType<typeof rule>, boolean]>([
  ['a status leads to what answers statuses', { status: 'pending' }, rule('status', {}), true],
  ['of these', { status: 'pending' }, rule('status', {}, { status: ['pending', 'open'] }), true],
  ['not of others', { status: 'pending' }, rule('status', {}, { status: ['solved'] }), false],
  ['a status leads to resting in it', { status: 'pending' }, rule(resting('pending'), {}), true],
  ['not to resting in another one', { status: 'pending' }, rule(resting('open'), {}), false],
  ['nor does a tag', { tags: { add: ['a'] } }, rule(resting('open'), {}), false],
  ['a priority', { priority: 'high' }, rule('priority', {}, { priority: [3] }), true],
  ['another priority', { priority: 'low' }, rule('priority', {}, { priority: [3] }), false],
  ['a tag that is taken away is not there', { tags: { remove: ['a'] } }, rule('tags', {}, { tags: ['a'] }), false],
  ['nobody is somebody', { assignee: null }, rule('assignee', {}), true],
  ['a team', { team: '1' }, rule('team', {}, { teams: ['2'] }), false],
  ['a message leads nowhere', { message: { en: 'Hello' } }, rule('received', {}), false],
])('%s', (_, deeds, to, leads) => expect(leadsTo({ deeds }, to)).toBe(leads));

it('finds who goes round: two, three, nobody', () => {
  const tagged = rule('status', { tags: { add: ['a'] } });
  const put = rule('tags', { status: 'pending' });
  expect(roundFrom([tagged, put], tagged, put)).toEqual([tagged, put]);
  const raised = rule('tags', { priority: 'high' });
  const back = rule('priority', { status: 'open' });
  expect(roundFrom([tagged, raised, back], tagged, raised)).toEqual([tagged, raised, back]);
  expect(roundFrom([tagged, raised], tagged, raised)).toEqual([]);
});

it('names what happened by the fields that changed', () => {
  expect(happeningsOf(['status', 'activityAt', 'stage', 'course'])).toEqual(['status', 'stage']);
  expect(happeningsOf(['rating', 'fields'])).toEqual(['rated']);
  expect(happeningsOf(['snippet'])).toEqual([]);
});

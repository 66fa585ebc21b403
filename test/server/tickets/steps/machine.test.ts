import { describe, expect, it } from 'vitest';
import { lacksOutcome, machines, stageOf, stepFrom, wrongDetails } from '../../../../server/tickets/steps/machine.ts';
import { TAKERS, type Details, type Taker } from '../../../../server/tickets/steps/table.ts';
import { stepTexts } from '../../../../server/messages/steps.ts';
import { LANGUAGES, type TicketType } from '../../../../server/tickets/envelopes.ts';

const LEADS = ['admin', 'supervisor'];
const DESK = [...LEADS, 'agent', 'program'];
const ALL = [...DESK, 'customer'];

/** Every legal step, written down a second time and by hand: what stands here is legal, everything else is not. */
const LEGAL: Record<TicketType, Record<string, Record<string, [to: string, takers: string[]]>>> = {
  complaint: {
    received: { examine: ['examining', DESK], withdraw: ['withdrawn', ALL] },
    examining: { decide: ['decided', DESK], withdraw: ['withdrawn', ALL] },
    decided: { appeal: ['appealed', ALL] },
    appealed: { decide: ['decided', LEADS], withdraw: ['withdrawn', ALL] },
    withdrawn: {},
  },
  return: {
    requested: { approve: ['approved', DESK], refuse: ['refused', DESK], withdraw: ['withdrawn', ALL] },
    approved: {
      'send-label': ['labelled', DESK],
      ship: ['in-transit', ALL],
      receive: ['received', DESK],
      withdraw: ['withdrawn', ALL],
    },
    refused: { reconsider: ['requested', LEADS] },
    labelled: { ship: ['in-transit', ALL], receive: ['received', DESK], withdraw: ['withdrawn', ALL] },
    'in-transit': { receive: ['received', DESK] },
    received: { inspect: ['inspected', DESK] },
    inspected: { refund: ['refunded', DESK], exchange: ['exchanged', DESK], 'send-back': ['sent-back', DESK] },
    refunded: {},
    exchanged: {},
    'sent-back': {},
    withdrawn: {},
  },
  inquiry: {
    received: { answer: ['answered', DESK] },
    answered: { reopen: ['reopened', ALL] },
    reopened: { answer: ['answered', DESK] },
  },
};
const TYPES = Object.keys(LEGAL) as TicketType[];
const STEPS = [...new Set(TYPES.flatMap((type) => Object.values(LEGAL[type]).flatMap(Object.keys))), 'solve', ''];

describe('all stages, all steps, all who may ask', () => {
  it.each(TYPES)('of a %s', (type) => {
    const answers: string[] = [];
    const expected: string[] = [];
    for (const stage of Object.keys(machines[type].stages))
      for (const step of STEPS)
        for (const taker of TAKERS) {
          const found = stepFrom(type, stage, step, taker);
          const got = found === undefined ? 'illegal' : found.allowed ? found.row.to : 'forbidden';
          const [to, takers = []] = LEGAL[type][stage]?.[step] ?? [];
          const wanted = to === undefined ? 'illegal' : takers.includes(taker) ? to : 'forbidden';
          answers.push(`${stage} ${step} ${taker}: ${got}`);
          expected.push(`${stage} ${step} ${taker}: ${wanted}`);
        }
    expect(answers).toEqual(expected);
    expect(answers.length).toBe(Object.keys(LEGAL[type]).length * STEPS.length * TAKERS.length);
  });

  it('every stage can be come to, and the end of a matter is an outcome', () => {
    for (const type of TYPES) {
      const [first, ...others] = Object.keys(machines[type].stages);
      expect(first).toBe(Object.keys(LEGAL[type])[0]);
      const reached = new Set(machines[type].rows.map(({ to }) => to));
      expect(others.filter((stage) => !reached.has(stage))).toEqual([]);
      for (const [name, { turn, outcome }] of Object.entries(machines[type].stages))
        expect([type, name, turn === 'nobody' && !outcome]).toEqual([type, name, false]);
    }
  });

  it.each(LANGUAGES)('has words and a message for each in %s', async (language) => {
    const texts = await stepTexts[language]();
    for (const type of TYPES)
      for (const { step } of machines[type].rows) {
        expect((texts.step[type] as Record<string, string>)[step]).toBeTruthy();
        expect((texts.message[type] as Record<string, string>)[step]).toContain('{number}');
      }
  });
});

const at = new Date(0);
const ticket = (type: TicketType, name?: string, more: object = {}) => ({
  ...{ type, typeGuessed: false, createdAt: at },
  ...(name ? { stage: { type, name, since: at } } : {}),
  ...more,
});

it.each([
  [ticket('complaint'), 'received', true],
  [ticket('complaint', 'decided'), 'decided', false],
  [ticket('complaint', 'appealed'), 'appealed', true],
  [ticket('return', 'in-transit'), 'in-transit', true],
  [ticket('return', 'refunded'), 'refunded', false],
  [ticket('inquiry'), 'received', false],
  // A guess binds nobody, and of another type's cycle nothing is left.
  [ticket('complaint', undefined, { typeGuessed: true }), 'received', false],
  [{ ...ticket('complaint', 'decided'), type: 'return' as const }, 'requested', true],
])('%j is %s; it lacks an outcome: %s', (staged, name, lacks) =>
  expect([stageOf(staged).name, lacksOutcome(staged)]).toEqual([name, lacks]),
);

it.each<[type: TicketType, stage: string, step: string, details: Details, missing: string[], wrong: string[]]>([
  ['complaint', 'examining', 'decide', {}, ['outcome', 'reason'], []],
  ['complaint', 'examining', 'decide', { outcome: 'upheld', reason: ' ' }, ['remedy', 'reason'], []],
  ['complaint', 'examining', 'decide', { outcome: 'upheld', reason: 'r', remedy: 'refund' }, [], []],
  ['complaint', 'examining', 'decide', { outcome: 'upheld', reason: 'r', remedy: 'cake' }, [], ['remedy']],
  ['complaint', 'examining', 'decide', { outcome: 'maybe', reason: 'r' }, [], ['outcome']],
  ['complaint', 'examining', 'decide', { outcome: 'rejected', reason: 'r' }, [], []],
  ['complaint', 'examining', 'decide', { outcome: 'rejected', reason: 'r', remedy: 'refund' }, [], ['remedy']],
  ['complaint', 'received', 'examine', { amount: '5' }, [], ['amount']],
  ['return', 'inspected', 'refund', {}, ['amount'], []],
  ['return', 'received', 'inspect', { condition: 'eaten' }, [], ['condition']],
  ['return', 'approved', 'ship', { tracking: 'X' }, [], []],
])('%s %s, %s with %j: %j is missing, %j wrong', (type, stage, step, details, missing, wrong) => {
  const { row } = stepFrom(type, stage, step, 'admin' satisfies Taker)!;
  expect(wrongDetails(row, details)).toEqual({ missing, wrong });
});

import { DESK, EITHER, LEADS, type Machine, type Row } from './table.ts';

/** A decision gives its reason, and a remedy where the complaint is right. */
const decision: Row['details'] = {
  outcome: 'needed',
  remedy: { with: 'outcome', in: ['upheld', 'partly-upheld'] },
  reason: 'needed',
};

/** From the complaint to a decision; who appeals against it gets one by somebody who leads. */
export const complaint: Machine = {
  type: 'complaint',
  stages: {
    received: { turn: 'desk', outcome: false },
    examining: { turn: 'desk', outcome: false },
    decided: { turn: 'nobody', outcome: true },
    appealed: { turn: 'desk', outcome: false },
    withdrawn: { turn: 'nobody', outcome: true },
  },
  rows: [
    { step: 'examine', from: ['received'], to: 'examining', takers: DESK, details: { note: 'may' } },
    { step: 'decide', from: ['examining'], to: 'decided', takers: DESK, details: decision },
    { step: 'decide', from: ['appealed'], to: 'decided', takers: LEADS, details: decision },
    { step: 'appeal', from: ['decided'], to: 'appealed', takers: EITHER, details: { reason: 'needed' } },
    {
      ...{ step: 'withdraw', from: ['received', 'examining', 'appealed'], to: 'withdrawn' },
      ...{ takers: EITHER, details: { note: 'may' } },
    },
  ],
};

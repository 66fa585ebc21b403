import { DESK, EITHER, type Machine } from './table.ts';

/** A question has its answer, until it is asked again. An answer of an agent, or solving it, takes the step by itself. */
export const inquiry: Machine = {
  type: 'inquiry',
  stages: {
    received: { turn: 'desk', outcome: true },
    answered: { turn: 'customer', outcome: true },
    reopened: { turn: 'desk', outcome: true },
  },
  rows: [
    { step: 'answer', from: ['received', 'reopened'], to: 'answered', takers: DESK, details: { note: 'may' } },
    { step: 'reopen', from: ['answered'], to: 'reopened', takers: EITHER, details: { note: 'may' } },
  ],
};

import { DESK, EITHER, LEADS, type Machine } from './table.ts';

const over = { turn: 'nobody', outcome: true } as const;

/** From the wish to send something back to the money, another one, or the same one back again. */
export const returning: Machine = {
  type: 'return',
  stages: {
    requested: { turn: 'desk', outcome: false },
    approved: { turn: 'customer', outcome: false },
    refused: over,
    labelled: { turn: 'customer', outcome: false },
    'in-transit': { turn: 'desk', outcome: false },
    received: { turn: 'desk', outcome: false },
    inspected: { turn: 'desk', outcome: false },
    refunded: over,
    exchanged: over,
    'sent-back': over,
    withdrawn: over,
  },
  rows: [
    { step: 'approve', from: ['requested'], to: 'approved', takers: DESK, details: { note: 'may' } },
    { step: 'refuse', from: ['requested'], to: 'refused', takers: DESK, details: { reason: 'needed' } },
    { step: 'reconsider', from: ['refused'], to: 'requested', takers: LEADS, details: { note: 'needed' } },
    {
      step: 'send-label',
      from: ['approved'],
      to: 'labelled',
      takers: DESK,
      details: { label: 'needed', tracking: 'may' },
    },
    {
      ...{ step: 'ship', from: ['approved', 'labelled'], to: 'in-transit' },
      ...{ takers: EITHER, details: { tracking: 'may' } },
    },
    {
      ...{ step: 'receive', from: ['approved', 'labelled', 'in-transit'], to: 'received' },
      ...{ takers: DESK, details: { note: 'may' } },
    },
    {
      ...{ step: 'inspect', from: ['received'], to: 'inspected' },
      ...{ takers: DESK, details: { condition: 'needed', note: 'may' } },
    },
    {
      ...{ step: 'refund', from: ['inspected'], to: 'refunded' },
      ...{ takers: DESK, details: { amount: 'needed', note: 'may' } },
    },
    { step: 'exchange', from: ['inspected'], to: 'exchanged', takers: DESK, details: { tracking: 'may' } },
    {
      ...{ step: 'send-back', from: ['inspected'], to: 'sent-back' },
      ...{ takers: DESK, details: { reason: 'needed', tracking: 'may' } },
    },
    {
      ...{ step: 'withdraw', from: ['requested', 'approved', 'labelled'], to: 'withdrawn' },
      ...{ takers: EITHER, details: { note: 'may' } },
    },
  ],
};

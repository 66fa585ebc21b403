/** Where a ticket can stand in the life cycle of its type, as agents and customers read it. */
export const en = {
  complaint: {
    received: 'Received',
    examining: 'Being examined',
    decided: 'Decided',
    appealed: 'Appealed against',
    withdrawn: 'Withdrawn',
  },
  return: {
    requested: 'Requested',
    approved: 'Approved',
    refused: 'Refused',
    labelled: 'Label sent',
    'in-transit': 'On its way to us',
    received: 'Arrived',
    inspected: 'Inspected',
    refunded: 'Refunded',
    exchanged: 'Exchanged',
    'sent-back': 'Sent back',
    withdrawn: 'Withdrawn',
  },
  inquiry: {
    received: 'Received',
    answered: 'Answered',
    reopened: 'Reopened',
  },
};

export type StageTexts = typeof en;

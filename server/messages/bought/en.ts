/** What customers are told of what they have bought, once they have proved that it is theirs. */
export const en = {
  title: 'Your orders',
  order: 'Order {number}',
  placed: 'Ordered on {date}, not sent yet.',
  shipped: 'It is on its way to you.',
  shippedOn: 'Sent to you on {date}.',
  delivered: 'Delivered on {date}.',
  carrier: 'Carrier: {carrier}',
  track: 'Follow the parcel',
  verdict: {
    fits: 'Can be sent back until {date}.',
    excluded: 'Cannot be sent back.',
    undelivered: 'Not delivered yet.',
    'too-late': 'The time to send it back ended on {date}.',
    returned: 'All of it has been sent back already.',
    'too-many': 'More than can still be sent back.',
    unknown: '',
  },
  left: 'Of {bought}, {returned} have been sent back already.',
  warranty: { covered: 'Under warranty until {date}.', ended: 'The warranty ended on {date}.' },
  pick: {
    legend: 'Which items?',
    hint: 'Enter how many of each. You can send the request in any case; we look at what is possible.',
    count: 'How many of {name} (at most {bought})',
    of: 'of {bought}',
    none: 'Please enter a number for at least one item.',
    many: 'There are not so many of it in this order.',
  },
  another: 'It is about another order',
  prove: {
    title: 'Pick from what you ordered',
    text: 'Prove that the e-mail address is yours, and we show your orders and what of them can be sent back. Or just go on with the form.',
    button: 'See my orders',
  },
  choose: 'Choose the order, or fill in the form without one.',
  missing: 'There is no order {number} under this address. You can send the request all the same.',
  sendBack: 'Send something back',
  complain: 'Something is wrong with it',
  none: 'There are no orders under this address.',
};

export type BoughtTexts = typeof en;

/** What customers read of repairs: mails, the entry in their calendar and their own page. Other languages have the same keys. */
export const en = {
  mail: {
    offered: {
      subject: 'Choose a time for your repair [{number}]',
      text: 'We can do this for you:\n{work}\n\n{charge}\n\nChoose a time that suits you here:\n{link}\n\n{automatic}',
    },
    booked: {
      subject: 'Your repair is booked: {day} [{number}]',
      text: 'Your time is booked: {when}.\n{where}\n\n{work}\n{charge}\n\nIf it does not suit you any more, move or cancel it here:\n{link}\n\nThe file that comes with this message puts it into your calendar.\n\n{automatic}',
    },
    moved: {
      subject: 'Your repair has a new time: {day} [{number}]',
      text: 'Your repair has a new time: {when}.\n{where}\n\n{work}\n{charge}\n\nMove or cancel it here:\n{link}\n\nThe file that comes with this message changes it in your calendar.\n\n{automatic}',
    },
    cancelled: {
      subject: 'Your repair was cancelled [{number}]',
      text: 'This repair was cancelled, and its time is free again:\n{when}\n\n{work}\n\nIf you still need it, just reply to this message.\n\n{automatic}',
    },
    withdrawn: {
      subject: 'Your repair was cancelled [{number}]',
      text: 'This repair was cancelled:\n{work}\n\nIf you still need it, just reply to this message.\n\n{automatic}',
    },
    remind: {
      subject: 'Reminder: your repair, {day} [{number}]',
      text: 'A reminder of your repair: {when}.\n{where}\n\n{work}\n\nIf it does not suit you any more, move or cancel it here:\n{link}\n\n{automatic}',
    },
    automatic: 'This message was sent automatically.',
  },
  summary: 'Repair ({number})',
  visit: 'We come to you: {address}.',
  visitUnknown: 'We come to you.',
  come: 'Please come to {name}, {address}.',
  comeBare: 'Please come to {name}.',
  warranty: 'The warranty covers it: it costs you nothing.',
  free: 'It costs you nothing.',
  price: 'It costs {price}.',
  priceOpen: 'It costs {price}. Nothing is booked before you have accepted this price.',
  page: {
    title: 'Your repair',
    back: 'Back to your request',
    onRequest: {
      offered: 'Choose a time for your repair',
      booked: 'Your repair: {when}',
    },
    states: {
      offered: 'A time is still to be chosen',
      booked: 'Booked',
      done: 'Done',
      'not-done': 'Could not be done',
      cancelled: 'Cancelled',
    },
    choose: 'Choose a time',
    move: 'Choose another time',
    times: 'Free times',
    zone: 'Times are those of {zone}.',
    accept: 'I accept the price of {price}',
    book: 'Book this time',
    moveTo: 'Move it to this time',
    later: 'Later times',
    sooner: 'Soonest times',
    cancelTitle: 'Do you not need it any more?',
    reason: 'Why? (optional)',
    cancel: 'Cancel the repair',
    none: 'No time is free at the moment. Write to us, and we will find one.',
    region: 'We have nobody yet for the place where you are. Write to us, and we will find a way.',
    parts: 'Parts used',
    began: 'It has begun: write to us if something changes.',
    done: {
      booked: 'Your time is booked.',
      moved: 'Your repair has a new time.',
      cancelled: 'Your repair was cancelled.',
    },
    errors: {
      choose: 'Please choose a time.',
      accept: 'Please accept the price first.',
      taken: 'Somebody else has just taken this time. Please choose another one.',
      over: 'This is not possible any more.',
    },
  },
};

export type RepairTexts = typeof en;

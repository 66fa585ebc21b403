/** The texts of telephone calls. `{name}` is filled in; the other languages have the same keys and placeholders. */
export const en = {
  card: {
    ringing: 'Incoming call',
    answered: 'On the telephone',
    ended: 'Call ended',
    missed: 'Missed call',
    withheld: 'Number withheld',
    fresh: 'First call from this number',
    unproved: 'Nobody has proved this number',
    speaks: 'Speaks {language}',
    open: 'Open customer',
  },
  line: {
    in: 'Called us',
    out: 'We called',
    ringing: 'rings now',
    answered: 'on the telephone now',
    missed: 'not answered',
    talked: '{time} with {agent}',
    spoke: '{time}',
  },
  page: {
    title: 'Customer',
    tickets: 'Tickets',
    noTickets: 'No tickets yet.',
    history: 'History',
    missing: 'There is no such customer here.',
    failed: 'This customer could not be read.',
  },
};
export type CallsTexts = typeof en;

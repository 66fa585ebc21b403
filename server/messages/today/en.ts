import type { Plural } from '../plural.ts';

const forms = (all: Plural): Plural => all;

/** The texts of the page Today. `{name}` is filled in; the other languages have the same keys and placeholders. */
export const en = {
  day: '{day}, {zone}',
  asOf: 'As of {time}',
  now: 'Now',
  waiting: 'Waiting for an answer',
  ofOpen: forms({ one: 'of {n} that is new or open', other: 'of {n} that are new or open' }),
  longest: 'Longest wait',
  ticket: 'Ticket {number}',
  nobody: 'Nobody is waiting',
  overdue: 'Overdue',
  pastDue: 'past their deadline',
  done: 'Since midnight',
  median: 'First reply, half within',
  p90: 'First reply, nine of ten within',
  replies: forms({ one: '{n} first reply', other: '{n} first replies' }),
  noReplies: 'no first reply yet',
  solved: 'Solved',
  solvedHint: 'and not opened again',
  byAgent: 'By agent',
  byType: 'By type',
  byChannel: 'By channel',
  agent: 'Agent',
  type: 'Type',
  channel: 'Channel',
  open: 'New or open',
  noAgent: 'Nobody’s',
  noTickets: 'No tickets yet',
  /** Of a number in a table, for those who hear it: what it counts, and of whom or what. */
  openOf: forms({ one: '{n} new or open: {name}', other: '{n} new or open: {name}' }),
  solvedOf: forms({ one: '{n} solved: {name}', other: '{n} solved: {name}' }),
  failed: 'The numbers could not be loaded.',
  set: 'Time zone',
  zone: 'Time zone of the desk',
  zoneHint: 'Its day begins at midnight there.',
  save: 'Save',
  saved: 'Saved',
};

export type TodayTexts = typeof en;

import type { Schema } from 'mongoose';
import type { TicketDoc } from './model.ts';

/** Before any ticket: in an index or a filter, what is later is a time and not null. */
export const EPOCH = new Date(0);

/** By what tickets are found: lists, queues, numbers and sweeps. */
export function indexTickets(schema: Schema<TicketDoc>): void {
  indexLists(schema);
  indexSweeps(schema);
}

function indexLists(schema: Schema<TicketDoc>): void {
  schema.index({ number: 1 }, { unique: true });
  schema.index({ origin: 1 }, { unique: true });
  schema.index({ threadKeys: 1 }, { unique: true });
  // One index for each list that people see; all end in the order of the list.
  schema.index({ activityAt: -1, _id: -1 });
  schema.index({ status: 1, activityAt: -1, _id: -1 });
  schema.index({ assignee: 1, status: 1, activityAt: -1, _id: -1 });
  schema.index({ team: 1, status: 1, activityAt: -1, _id: -1 });
  schema.index({ customer: 1, activityAt: -1, _id: -1 });
  schema.index({ channel: 1, status: 1, activityAt: -1, _id: -1 });
  schema.index({ type: 1, status: 1, activityAt: -1, _id: -1 });
  schema.index({ tags: 1, activityAt: -1, _id: -1 });
  // The queues: of a team, a class and what they want highest priority, then longest waiting.
  schema.index(
    { team: 1, load: 1, wants: 1, priority: -1, waitingSince: 1, _id: 1 },
    { name: 'queues', partialFilterExpression: { queued: true } },
  );
  // What is wanted at all of those who get what waits.
  schema.index({ wants: 1 }, { name: 'wanted', partialFilterExpression: { queued: true, wants: { $exists: true } } });
  // The list of what waits. MongoDB counts by an index only when its first field has a condition: hence `queued` in it.
  schema.index({ queued: 1, activityAt: -1, _id: -1 }, { name: 'waiting', partialFilterExpression: { queued: true } });
  // For the numbers of Today: who waits since when, what was answered and what was solved on a day.
  schema.index(
    { status: 1, waitingSince: 1 },
    { name: 'waiting-since', partialFilterExpression: { waitingSince: { $gt: EPOCH } } },
  );
  schema.index({ solvedAt: 1 }, { name: 'solved-at', partialFilterExpression: { solvedAt: { $gt: EPOCH } } });
  schema.index(
    { firstRepliedAt: 1 },
    { name: 'first-replied-at', partialFilterExpression: { firstRepliedAt: { $gt: EPOCH } } },
  );
  // What is due, the nearest first: of all, of a team; and about which somebody is to be told.
  schema.index({ due: 1, _id: 1 }, { name: 'due', partialFilterExpression: { due: { $gt: EPOCH } } });
  schema.index({ team: 1, due: 1, _id: 1 }, { name: 'team-due', partialFilterExpression: { due: { $gt: EPOCH } } });
  schema.index({ alarmAt: 1 }, { name: 'alarms', partialFilterExpression: { alarmAt: { $gt: EPOCH } } });
  // The view Spam.
  schema.index({ spam: 1, activityAt: -1, _id: -1 }, { name: 'spam', partialFilterExpression: { spam: true } });
}

function indexSweeps(schema: Schema<TicketDoc>): void {
  // What has ended, by age, for rules of retention. Some engines take two indexes of the same fields for one.
  schema.index(
    { stripped: 1, activityAt: 1, _id: 1 },
    { name: 'solved', partialFilterExpression: { status: 'solved' } },
  );
  schema.index(
    { status: 1, stripped: 1, activityAt: 1, _id: 1 },
    { name: 'closed', partialFilterExpression: { status: 'closed' } },
  );
  // Tickets of others that somebody takes part in.
  schema.index({ participants: 1 }, { partialFilterExpression: { participants: { $exists: true } } });
  // What was merged into a ticket.
  schema.index({ 'merged.into': 1 }, { partialFilterExpression: { 'merged.into': { $exists: true } } });
  // About an order: what was sent back of it, and what was wrong with it before.
  schema.index({ order: 1 }, { name: 'order', partialFilterExpression: { order: { $exists: true } } });
  // Wakes snoozed tickets.
  schema.index({ snoozedUntil: 1 }, { name: 'snoozed', partialFilterExpression: { status: 'snoozed' } });
  // Rules about time: what has rested long enough.
  schema.index({ status: 1, stillSince: 1, _id: 1 }, { name: 'still' });
  // How content customers were, by when they said so.
  schema.index({ ratedAt: 1 }, { name: 'rated', partialFilterExpression: { ratedAt: { $gt: EPOCH } } });
  // Of the assistant's: who waits.
  schema.index(
    { handler: 1, waitingSince: 1 },
    { name: 'assistant', partialFilterExpression: { handler: 'assistant' } },
  );
  // Of an agent: where something is begun.
  schema.index(
    { drafts: 1, activityAt: -1, _id: -1 },
    { name: 'drafts', partialFilterExpression: { drafts: { $exists: true } } },
  );
  // Of an agent: where a note mentions them, and where they have not looked since.
  schema.index(
    { mentioned: 1, activityAt: -1, _id: -1 },
    { name: 'mentioned', partialFilterExpression: { mentioned: { $exists: true } } },
  );
  schema.index({ mentions: 1 }, { name: 'mentions', partialFilterExpression: { mentions: { $exists: true } } });
}

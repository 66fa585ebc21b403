import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { Messages, type MessageDoc } from '../../tickets/message-model.ts';
import { dueAt, type Due } from './due.ts';
import type { RetentionPart, RetentionRuleDoc } from './model.ts';
import { NUMBERS_KEPT, partOf } from './part.ts';

/** What a run would do now. */
export interface RetentionPreview {
  parts: RetentionPart[];
  /** Numbers of tickets that are due and that a legal hold keeps. */
  held: number[];
}

/** The same questions as a run asks, and nothing is touched. */
export async function previewRules(context: Context, rules: readonly RetentionRuleDoc[]): Promise<RetentionPreview> {
  const parts = rules.map(partOf);
  const held: number[] = [];
  const asked: Types.ObjectId[][] = parts.map(() => []);
  for await (const due of dueAt(context, rules, context.clock.now())) {
    if (due.kind === 'held') {
      held.push(due.ticket.number);
      continue;
    }
    const [part, ids] = [parts[due.rule], asked[due.rule]];
    if (!part || !ids) continue;
    addTo(part, due);
    ids.push(...ticketsOf(due).map(({ _id }) => _id));
    if (ids.length >= BATCH) await countIn(context, part, ids.splice(0));
  }
  for (const [place, part] of parts.entries()) await countIn(context, part, asked[place] ?? []);
  return { parts, held };
}

const BATCH = 200;
type Step = Exclude<Due, { kind: 'held' }>;
const ticketsOf = (due: Step) => (due.kind === 'ticket' ? [due.ticket] : due.tickets);

function addTo(part: RetentionPart, due: Step): void {
  const tickets = ticketsOf(due);
  part.tickets += tickets.length;
  if (due.kind === 'customer') part.customers++;
  part.numbers = [...part.numbers, ...tickets.map(({ number }) => number)].slice(0, NUMBERS_KEPT);
}

/** Messages and files that would go of these tickets. */
async function countIn(context: Context, part: RetentionPart, tickets: Types.ObjectId[]): Promise<void> {
  if (tickets.length === 0) return;
  const messages = await Messages(context)
    .find({ ticket: { $in: tickets } }, { direction: 1, files: 1, redacted: 1 })
    .lean<Pick<MessageDoc, 'direction' | 'files' | 'redacted'>[]>();
  for (const { direction, files = [], redacted } of messages) {
    part.files += files.length;
    const goes = part.act === 'redact' ? direction !== 'event' && redacted?.what !== 'all' : files.length > 0;
    if (part.act === 'erase' || goes) part.messages++;
  }
}

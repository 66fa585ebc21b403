import { fail } from '../../errors.ts';
import type { Status, TicketDoc } from '../model.ts';
import type { CourseEntry } from './course.ts';
import { lacksOutcome, stageOf } from './machine.ts';

const isEnd = (status: Status): boolean => status === 'solved' || status === 'closed';

/** Fails `outcome-missing` where a ticket would end before its customer has an outcome. */
export function requireOutcome(ticket: TicketDoc, status: Status): void {
  if (!isEnd(status) || isEnd(ticket.status) || !lacksOutcome(ticket)) return;
  fail('outcome-missing', undefined, { type: ticket.type, stage: stageOf(ticket).name });
}

/** What an inquiry's stage becomes by itself: with its first answer, or when it wakes up again. Of others nothing. */
export function inquiryAfter(ticket: TicketDoc, now: Date, name: 'answered' | 'reopened'): Partial<TicketDoc> {
  if (ticket.type !== 'inquiry' || stageOf(ticket).name === name) return {};
  if (name === 'reopened' && stageOf(ticket).name !== 'answered') return {};
  const step = name === 'answered' ? 'answer' : 'reopen';
  const entry: CourseEntry = { step, type: 'inquiry', stage: name, at: now.toISOString(), details: {} };
  return { stage: { type: 'inquiry', name, since: now }, course: [...(ticket.course ?? []), entry] };
}

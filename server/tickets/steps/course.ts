import type { Actor } from '../../events.ts';
import type { TicketType } from '../envelopes.ts';
import type { TicketDoc } from '../model.ts';
import { machines, stageNamed, stageOf } from './machine.ts';
import { DETAILS, type DetailName, type Details } from './table.ts';

/** A step that was taken, as it is stored (sealed, with the ticket): the thread has a line of it without the details. */
export interface CourseEntry {
  step: string;
  type: TicketType;
  /** Where it led. */
  stage: string;
  /** ISO 8601 */
  at: string;
  /** Absent: it followed from something else. */
  by?: Actor & { name: string };
  details: Details;
  /** The id that its taker's client gave it. */
  clientId?: string;
}

/** Where a ticket stands as its customer may know it. */
export interface CustomerCourse {
  type: TicketType;
  stage: string;
  /** ISO 8601 */
  since: string;
  /** True when it has come to its end. */
  over: boolean;
  /** From the beginning, each stage with what the customer is told of it; oldest first. */
  timeline: { stage: string; at: string; details: Details }[];
  /** What the customer may do now. */
  steps: string[];
}

/**
 * The state of a ticket and how it came there, for its customer: no names, no notes, nothing that an inspection found.
 * Whoever asks has proved to be that customer.
 */
export function customerCourse(ticket: TicketDoc): CustomerCourse {
  const { type } = ticket;
  const { name, since } = stageOf(ticket);
  const [first = ''] = Object.keys(machines[type].stages);
  const steps = machines[type].rows.filter(({ from, takers }) => from.includes(name) && takers.includes('customer'));
  return {
    type,
    stage: name,
    since: since.toISOString(),
    over: stageNamed(type, name)?.turn === 'nobody',
    timeline: [
      { stage: first, at: ticket.createdAt.toISOString(), details: {} },
      ...(ticket.course ?? [])
        .filter((entry) => entry.type === type)
        .map(({ stage, at, details }) => ({ stage, at, details: toldOf(details) })),
    ],
    steps: steps.map(({ step }) => step),
  };
}

const toldOf = (details: Details): Details =>
  Object.fromEntries(Object.entries(details).filter(([name]) => DETAILS[name as DetailName].told));

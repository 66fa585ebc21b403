import type { Context } from '../../context.ts';
import { fail } from '../../errors.ts';
import { changeWithLine, type NamedActor } from '../event.ts';
import { ticketById } from '../find.ts';
import type { Status, TicketDoc } from '../model.ts';
import { routeOf } from '../recipients.ts';
import { reply } from '../reply.ts';
import { statusFields } from '../status.ts';
import type { CourseEntry } from './course.ts';
import { legalSteps, stageNamed, stageOf, stepFrom, wrongDetails } from './machine.ts';
import type { DetailName, Details, Row, Taker } from './table.ts';
import { messageFor } from './words.ts';

export interface NewStep {
  /** Made by the taker's client; the same id again is the same step, and does what a crash left of it. */
  clientId: string;
  step: string;
  details?: Details;
  /** What the customer is sent with it: these words, or (`tell`) those of the step in the customer's language. */
  text?: string;
  tell?: boolean;
  /** Solves the ticket, where the step ends in an outcome. */
  solve?: boolean;
}

/** More than anybody's matter has; an end to one that goes round and round. */
const MOST = 200;

/**
 * Takes a ticket on in its life cycle: one atomic write, the line in the thread, then the message to the customer by the
 * ticket's own channel. Fails `illegal-step` from here, `forbidden` for this taker, `details-missing` and
 * `unprocessable` for what was said or not, `outcome-missing` for solving too early; `cannot-send` before anything.
 */
export async function takeStep(
  context: Context,
  ticket: TicketDoc,
  input: NewStep,
  by: NamedActor,
  taker: Taker,
): Promise<TicketDoc> {
  const says = input.text !== undefined || input.tell === true;
  const taken = ticket.course?.some(({ clientId }) => clientId === input.clientId);
  if (!taken) {
    if (says) await routeOf(context, ticket);
    await goOn(context, ticket, input, { by, taker, says });
  }
  if (!says || by.kind === 'customer') return ticket;
  const text = input.text ?? (await messageFor(context, ticket, input));
  const { kind, id, name } = by;
  const author = { kind, name, ...(id ? { id } : {}) };
  const status = input.solve ? ('solved' as const) : statusAfter(ticket, stageOf(ticket).name, says);
  await reply(context, ticket, { author, purpose: 'service', clientId: `${input.clientId}/step`, text, status });
  return await ticketById(context, String(ticket._id));
}

/** Worked out again where somebody else has changed the ticket meanwhile: of two who decide, the second is told. */
async function goOn(
  context: Context,
  ticket: TicketDoc,
  input: NewStep,
  { by, taker, says }: { by: NamedActor; taker: Taker; says: boolean },
): Promise<void> {
  const now = context.clock.now();
  const details = trimmed(input.details ?? {});
  let from = '';
  const plan = (current: TicketDoc): Row => {
    from = stageOf(current).name;
    return legal(current, input, { from, taker, details });
  };
  const first = plan(ticket);
  const fields = (current: TicketDoc): Partial<TicketDoc> => {
    const { to } = plan(current);
    const { type } = current;
    const outcome = details.outcome ? { outcome: details.outcome } : {};
    const entry: CourseEntry = {
      ...{ step: input.step, type, stage: to, at: now.toISOString(), by, details, clientId: input.clientId },
    };
    const status = input.solve && !says ? 'solved' : statusAfter(current, to, says);
    return {
      ...(status === current.status ? {} : statusFields(context, current, status)),
      activityAt: now,
      typeGuessed: false,
      stage: { type, name: to, since: now, ...outcome },
      course: [...(current.course ?? []), entry],
    };
  };
  const { outcome = '', remedy = '' } = details;
  const params = { type: ticket.type, step: input.step, from, to: first.to, outcome, remedy };
  const line = { kind: 'step' as const, params };
  Object.assign(ticket, (await changeWithLine(context, ticket, by, { fields, line })) ?? fail('not-found'));
}

/** The row of the step; fails as `takeStep` says. */
function legal(
  ticket: TicketDoc,
  { step, solve }: NewStep,
  { from, taker, details }: { from: string; taker: Taker; details: Details },
): Row {
  const found = ticket.spam ? undefined : stepFrom(ticket.type, from, step, taker);
  if (!found) {
    const steps = legalSteps(ticket.type, from, taker).map((row) => row.step);
    return fail('illegal-step', undefined, { stage: from, steps });
  }
  if (!found.allowed) fail('forbidden', 'This step is for somebody who leads.');
  const { missing, wrong } = wrongDetails(found.row, details);
  if (missing.length > 0) fail('details-missing', `Missing: ${missing.join(', ')}.`, { missing });
  if (wrong.length > 0) fail('unprocessable', `Not asked for, or not known: ${wrong.join(', ')}.`, { wrong });
  const outcome = stageNamed(ticket.type, found.row.to)?.outcome;
  if (solve && !outcome) fail('outcome-missing', undefined, { type: ticket.type, stage: found.row.to });
  if ((ticket.course?.length ?? 0) >= MOST) fail('unprocessable', `A ticket has ${MOST} steps at most.`);
  return found.row;
}

/** Whoever's turn it is then; what is over stays as it is, unless the customer is told and may answer. */
function statusAfter({ status, type }: TicketDoc, stage: string, says: boolean): Status {
  const turn = stageNamed(type, stage)?.turn;
  if (turn === 'customer') return 'pending';
  if (turn === 'desk') return 'open';
  if (status === 'solved' || status === 'closed') return status;
  return says ? 'pending' : status === 'new' ? 'open' : status;
}

const trimmed = (details: Details): Details =>
  Object.fromEntries(
    Object.entries(details).flatMap(([name, value]) => (value.trim() ? [[name as DetailName, value.trim()]] : [])),
  );

import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { addIdentity, verifyIdentity } from '../customers/identities.ts';
import { identityHash } from '../customers/identity.ts';
import { personOf } from '../customers/person.ts';
import { fail, Failure } from '../errors.ts';
import { nextOpening } from '../settings/calendar/hours.ts';
import { telephoneSettings } from '../settings/telephone.ts';
import type { NamedActor } from '../tickets/event.ts';
import { note } from '../tickets/note.ts';
import { setStatus } from '../tickets/status.ts';
import { requireOutcome } from '../tickets/steps/outcome.ts';
import { end, told } from './book.ts';
import { calendarFor } from './free.ts';
import { Callbacks, type CallbackDoc, type Try } from './model.ts';
import { rest, ticketOf } from './rest.ts';

/** Who was not reached this often is told in writing. */
export const TRIES = 3;
const MINUTE_MS = 60_000;

export interface Concluded {
  outcome: Try['outcome'];
  note?: string;
  /** What becomes of the ticket of who was reached; it stays as it is when absent. */
  next?: 'solve' | 'wait';
}

/**
 * What became of a call, by who has claimed it. After no answer it is tried again, three times with pauses in between;
 * then, and when the number is wrong, the customer is told in writing. Fails `conflict` when it is not this agent's, or
 * was concluded meanwhile; `outcome-missing` where its ticket cannot be solved yet.
 */
export async function conclude(
  context: Context,
  callback: CallbackDoc,
  said: Concluded,
  by: NamedActor & { id: string },
): Promise<CallbackDoc> {
  const agent = new Types.ObjectId(by.id);
  const where = { _id: callback._id, open: true as const, agent, tries: { $size: callback.tries.length } };
  const tries = [...callback.tries, { at: context.clock.now(), agent, outcome: said.outcome }];
  const ticket = await ticketOf(context, callback);
  if (said.outcome === 'reached' && said.next === 'solve') requireOutcome(ticket, 'solved');
  if (!(await Callbacks(context).exists(where as never))) fail('conflict');
  // Before the call is over: what was said is not lost by who dies meanwhile, and the same note is written once.
  if (said.note?.trim())
    await note(context, ticket, {
      author: { kind: 'agent', id: by.id, name: by.name },
      clientId: `call-${String(callback._id)}-${callback.letters}-${tries.length}`,
      text: said.note.trim(),
    });
  const after = await follow(context, { where, tries, said, callback }, by);
  if (said.outcome === 'reached') await knownByNumber(context, callback);
  const status = said.outcome === 'reached' ? said.next && NEXT[said.next] : after.open ? undefined : 'pending';
  if (status) await setStatus(context, await ticketOf(context, callback), status, by);
  return after;
}

const NEXT = { solve: 'solved', wait: 'pending' } as const;

interface Step {
  where: { _id: Types.ObjectId; open: true; agent: Types.ObjectId; tries: { $size: number } };
  tries: Try[];
  said: Concluded;
  callback: CallbackDoc;
}

async function follow(context: Context, step: Step, by: NamedActor): Promise<CallbackDoc> {
  const { where, tries, said, callback } = step;
  if (said.outcome === 'reached') return await end(context, where, { state: 'reached', tries }, by);
  if (said.outcome === 'wrong-number')
    return await end(context, where, { state: 'wrong-number', tries, owes: 'wrong-number' }, by);
  const dueAt = tries.length < TRIES ? await nextTry(context, callback, tries.length) : undefined;
  if (!dueAt) return await end(context, where, { state: 'unreached', tries, owes: 'unreached' }, by);
  const again = { tries, dueAt, agent: null, claimedUntil: null };
  const { matchedCount } = await Callbacks(context).collection.updateOne(where as never, { $set: again as never });
  if (matchedCount === 0) fail('conflict');
  const after = await told(context, callback._id, by, 'no-answer');
  await rest(context, after);
  return after;
}

/** After the pause, in opening hours; undefined where it never opens. */
async function nextTry(context: Context, { team }: CallbackDoc, tries: number): Promise<Date | undefined> {
  const { pauses } = await telephoneSettings(context);
  const calendar = await calendarFor(context, team);
  const pause = pauses[tries - 1] ?? pauses.at(-1) ?? 0;
  return nextOpening(calendar, new Date(context.clock.now().getTime() + pause * MINUTE_MS));
}

/**
 * Who was reached there has this number: when they call, we know them. What is somebody else's stays theirs, and of whom
 * an address was only stated, the number may be anybody's.
 */
async function knownByNumber(context: Context, { customer, number, proved }: CallbackDoc): Promise<void> {
  if (!customer || !number || !proved) return;
  const phone = { kind: 'phone' as const, value: number };
  const hash = identityHash(context, phone);
  try {
    const { primary, records } = await personOf(context, String(customer));
    const known = records.some(({ identities }) => identities.some((identity) => identity.hash === hash));
    if (known) await verifyIdentity(context, String(primary._id), hash, true);
    else await addIdentity(context, String(primary._id), phone, true);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    context.log.info({ customer: String(customer), code: error.code }, 'a number was not noted');
  }
}

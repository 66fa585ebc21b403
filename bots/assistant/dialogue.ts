import { Types } from 'mongoose';
import type { Context } from '../../server/context.ts';
import type { TicketDoc } from '../../server/tickets/model.ts';
import { insertSealed, isDuplicate, opened, sealed } from '../../server/vault/sealed.ts';
import { newState, type State } from './dialogues/state.ts';
import { Dialogues, type DialogueDoc, type OpenDecision } from './model.ts';

/** The dialogue of a ticket, begun when there is none. */
export async function dialogueOf(context: Context, ticket: TicketDoc): Promise<DialogueDoc> {
  const known = await find(context, ticket);
  if (known) return known;
  const fresh: DialogueDoc = {
    _id: new Types.ObjectId(),
    v: 1,
    ticket: ticket._id,
    customer: ticket.customer,
    handled: 0,
    updatedAt: context.clock.now(),
    state: newState(ticket.language ?? 'en'),
    open: null,
  };
  try {
    await insertSealed(context, Dialogues, String(ticket.customer), { ...fresh });
    return fresh;
  } catch (error) {
    const twin = isDuplicate(error) ? await find(context, ticket) : undefined;
    if (!twin) throw error;
    return twin;
  }
}

async function find(context: Context, ticket: TicketDoc): Promise<DialogueDoc | undefined> {
  const doc = await Dialogues(context).findOne({ ticket: ticket._id }).lean<DialogueDoc>();
  if (!doc) return undefined;
  const dialogue = opened(context, Dialogues, doc);
  // What was said is in the thread; only where the dialogue stood is lost when it is damaged.
  return { ...dialogue, state: dialogue.state ?? newState(ticket.language ?? 'en'), open: dialogue.open ?? null };
}

/**
 * Keeps what was decided about the messages up to place `handled`, before any of it is done. False when another
 * process has decided about them already.
 */
export async function keepDecision(
  context: Context,
  dialogue: DialogueDoc,
  handled: number,
  state: State,
  open: OpenDecision,
): Promise<boolean> {
  const fields = { state, open };
  const set = sealed(context, Dialogues as never, String(dialogue.customer), dialogue._id, fields);
  const { modifiedCount } = await Dialogues(context).updateOne(
    { _id: dialogue._id, handled: dialogue.handled },
    { $set: { ...set, handled, updatedAt: context.clock.now() } },
  );
  return modifiedCount === 1;
}

/** Marks the decision about the messages up to `dialogue.handled` as carried out. */
export async function settleDecision(context: Context, dialogue: DialogueDoc): Promise<void> {
  const set = sealed(context, Dialogues as never, String(dialogue.customer), dialogue._id, { open: null });
  await Dialogues(context).updateOne({ _id: dialogue._id, handled: dialogue.handled }, { $set: set });
}

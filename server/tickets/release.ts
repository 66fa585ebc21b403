import type { Context } from '../context.ts';
import { change } from './advance.ts';
import { differing } from './differing.ts';
import { ticketById } from './find.ts';
import { survivorOf } from './merge/survivor.ts';
import { Messages, type MessageDoc } from './message-model.ts';
import type { Status } from './model.ts';
import { answered } from './reply.ts';
import { lacksOutcome } from './steps/machine.ts';

/** A planned answer is on its way now: its ticket becomes what an answer makes of it. Safe to run again. */
export async function release(context: Context, message: MessageDoc, status: Status): Promise<void> {
  const ticket = await survivorOf(context, await ticketById(context, String(message.ticket)));
  let fields: string[] = [];
  await change(context, ticket, (now) => {
    // It was made a complaint meanwhile, say.
    const fitting = status === 'solved' && lacksOutcome(now) ? 'pending' : status;
    const after = answered(context, now, { status: fitting, author: message.author });
    fields = differing(now, after);
    return after;
  });
  await Messages(context).collection.updateOne({ _id: message._id }, { $unset: { later: 1 } });
  delete message.later;
  const { kind, id } = message.author;
  await context.events.emit('ticket.changed', {
    ticket: String(ticket._id),
    fields,
    by: { kind, ...(id ? { id } : {}) },
  });
}

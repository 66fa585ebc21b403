import type { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { change } from '../tickets/advance.ts';
import { Messages, type MessageDoc } from '../tickets/message-model.ts';
import { Tickets, type TicketDoc } from '../tickets/model.ts';
import { snippetOf } from '../tickets/snippet.ts';
import { opened } from '../vault/sealed.ts';

/** Tickets in which somebody else's message was the last word show the last one that is left. */
export async function freshSnippets(context: Context, tickets: Types.ObjectId[]): Promise<void> {
  for (const _id of tickets) {
    const doc = await Tickets(context).findById(_id).lean<TicketDoc>();
    if (!doc || doc.erased) continue;
    const last = await Messages(context)
      .findOne({ ticket: _id, direction: { $in: ['in', 'out'] } })
      .sort({ n: -1 })
      .lean<MessageDoc>();
    const snippet = last ? snippetOf(opened(context, Messages, last).text ?? '') : '';
    await change(context, opened(context, Tickets, doc), { snippet });
  }
}

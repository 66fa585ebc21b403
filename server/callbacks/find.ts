import type { Context } from '../context.ts';
import { personIds } from '../customers/person.ts';
import type { Followed } from '../tickets/follow.ts';
import { withMerged } from '../tickets/merge/survivor.ts';
import { opened } from '../vault/sealed.ts';
import { Callbacks, type CallbackDoc } from './model.ts';

/**
 * The call that is still to come, opened, of a ticket and of what the same person has in it by merging, for who holds a
 * link to it. Who has only stated the address (not `proved`) may be somebody else: theirs is what was booked so on this
 * very ticket, not what an agent or the owner of the mailbox has.
 */
export async function openOf(
  context: Context,
  { ticket, proved }: Pick<Followed, 'ticket' | 'proved'>,
): Promise<CallbackDoc | undefined> {
  const meant = proved
    ? {
        ticket: { $in: await withMerged(context, ticket) },
        customer: { $in: await personIds(context, ticket.customer) },
      }
    : { ticket: ticket._id, proved: false };
  const doc = await Callbacks(context)
    .findOne({ ...meant, open: true })
    .sort({ dueAt: 1 })
    .lean<CallbackDoc>();
  return doc ? opened(context, Callbacks, doc) : undefined;
}

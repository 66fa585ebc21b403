import type { Context } from '../context.ts';
import type { Followed } from '../tickets/follow.ts';
import { opened } from '../vault/sealed.ts';
import { Callbacks, type CallbackDoc } from './model.ts';

/**
 * The call of a ticket that is still to come, opened, for who holds a link to it. Who has only stated the address (not
 * `proved`) may be somebody else: theirs is what was booked so, not what an agent or the owner of the mailbox has.
 */
export async function openOf(
  context: Context,
  { ticket, proved }: Pick<Followed, 'ticket' | 'proved'>,
): Promise<CallbackDoc | undefined> {
  const doc = await Callbacks(context)
    .findOne({ ticket: ticket._id, open: true, ...(proved ? {} : { proved: false }) })
    .lean<CallbackDoc>();
  return doc ? opened(context, Callbacks, doc) : undefined;
}

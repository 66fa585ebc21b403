import type { Context } from '../../context.ts';
import { customerByEmail } from '../../customers/find.ts';
import { identityHash } from '../../customers/identity.ts';
import { isKnownOtherwise } from '../../customers/known.ts';
import { personIds } from '../../customers/person.ts';
import { readTickets } from '../../tickets/find.ts';
import type { TicketDoc } from '../../tickets/model.ts';

/** More than a page of them: people have a handful. */
const MOST = 100;

/**
 * The tickets of who has this address for certain, the latest first. Where it was proved they are the person's, whatever
 * they came by; where it was only stated, and its record is known by other names too, that one may be somebody else.
 */
export async function ownTickets(context: Context, email: string): Promise<TicketDoc[]> {
  const customer = await customerByEmail(context, email);
  if (!customer) return [];
  const hash = identityHash(context, { kind: 'email', value: email });
  const proved = customer.identities.some((identity) => identity.hash === hash && identity.verified);
  if (!proved && isKnownOtherwise(customer, hash)) return [];
  const ids = await personIds(context, customer._id);
  const theirs = { customer: { $in: ids } };
  const tickets = await readTickets(context, theirs, { sort: { activityAt: -1, _id: -1 }, limit: MOST });
  return tickets.filter(({ erased, merged, spam }) => !erased && !merged && !spam);
}

import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { Failure } from '../../errors.ts';
import type { InboundIdentity } from '../../tickets/envelopes.ts';
import { customerByEmail } from '../find.ts';
import { addIdentity, removeIdentity, verifyIdentity } from '../identities.ts';
import { identityHash } from '../identity.ts';
import { isKnownOtherwise } from '../known.ts';
import { mergeCustomers } from '../merge.ts';
import type { CustomerDoc } from '../model.ts';
import { areSamePerson } from '../person.ts';
import { upsertCustomer } from '../upsert.ts';
import { isCode, type Asker } from './code.ts';

/** What a proof has brought. */
export interface Proved {
  /** The record of the one who has proved it. */
  customer: Types.ObjectId;
  /** False when it was proved before. */
  news: boolean;
  /** True when they are one person with another record since. */
  merged: boolean;
}

/** Takes the code that was mailed to an address; undefined when it is wrong, too old, used, or was never sent. */
export async function enterCode(
  context: Context,
  asker: Asker,
  email: string,
  code: string,
): Promise<Proved | undefined> {
  const right = await isCode(context, asker, email, code);
  if (!right) return undefined;
  const mine = await upsertCustomer(context, { ...asker, verified: true });
  const proved = await joinByEmail(context, mine, email);
  await right.spend();
  return proved;
}

/** So often it is looked again when somebody changes the same customers at this moment. */
const ATTEMPTS = 4;

/**
 * The customer has proved that an e-mail address is theirs: it stands with them, and they are one person with whoever
 * has proved it before, or is known by nothing else. The same again changes nothing. Merging is taken back like any
 * other (merge.ts).
 */
export async function joinByEmail(context: Context, mine: CustomerDoc, email: string): Promise<Proved> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return { customer: mine._id, ...(await join(context, mine, { kind: 'email', value: email })) };
    } catch (error) {
      const again = error instanceof Failure && (error.code === 'conflict' || error.code === 'already-exists');
      if (!again || attempt === ATTEMPTS) throw error;
    }
}

async function join(
  context: Context,
  mine: CustomerDoc,
  address: Pick<InboundIdentity, 'kind' | 'value'>,
): Promise<Omit<Proved, 'customer'>> {
  const id = String(mine._id);
  const hash = identityHash(context, address);
  const owner = await customerByEmail(context, address.value);
  const same = owner && (await areSamePerson(context, mine._id, owner._id));
  if (same && isProved(owner, hash)) return { news: false, merged: false };
  const merged = owner !== undefined && !same && (!isKnownOtherwise(owner, hash) || isProved(owner, hash));
  if (merged) await mergeCustomers(context, id, String(owner._id));
  // Others are said to have this address and never proved it: it is not theirs.
  else if (owner && !same) await removeIdentity(context, String(owner._id), hash);
  // In one write: between two somebody else's proof would find it unproved.
  if (!merged && !same) await addIdentity(context, id, address, true);
  else await verifyIdentity(context, id, hash, true);
  return { news: true, merged };
}

const isProved = ({ identities }: CustomerDoc, hash: string): boolean =>
  identities.some((identity) => identity.hash === hash && identity.verified);

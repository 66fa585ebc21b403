import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import type { InboundIdentity } from '../tickets/envelopes.ts';
import { isDuplicate, sealed } from '../vault/sealed.ts';
import { identityHash, normalise } from './identity.ts';
import { Customers, type CustomerDoc } from './model.ts';
import { personOf, type Person } from './person.ts';

/** What one update is made on: as it was read, so that of two at once the second looks again. */
const asRead = ({ _id, identities }: CustomerDoc) => ({ _id, 'identities.hash': { $all: hashesOf({ identities }) } });
const hashesOf = ({ identities }: Pick<CustomerDoc, 'identities'>) => identities.map(({ hash }) => hash);

/**
 * Adds an address that somebody said is the customer's: it is not proved by that, unless it is `verified`. Fails
 * `already-exists` with the `customer` who is known under it.
 */
export async function addIdentity(
  context: Context,
  id: string,
  identity: Pick<InboundIdentity, 'kind' | 'value'>,
  verified = false,
): Promise<Person> {
  const { primary } = await personOf(context, id);
  const hash = identityHash(context, identity);
  const owner = await Customers(context).findOne({ 'identities.hash': hash }, { _id: 1 }).lean();
  if (owner) fail('already-exists', 'A customer is known under this address.', { customer: String(owner._id) });
  const entry = { kind: identity.kind, hash, verified, addedAt: context.clock.now() };
  const values = { ...primary.values, [hash]: normalise(identity) };
  await write(context, primary, { $push: { identities: entry } }, values).catch((error: unknown) => {
    if (!isDuplicate(error)) throw error;
    fail('already-exists', 'A customer is known under this address.');
  });
  return await personOf(context, id);
}

/**
 * Takes an address (its keyed hash) away: who writes from it is somebody new. Fails `unprocessable` for the last one of
 * a record, which would be nobody's then.
 */
export async function removeIdentity(context: Context, id: string, hash: string): Promise<Person> {
  const record = await recordWith(context, id, hash);
  if (record.identities.length === 1) fail('unprocessable', 'The last address of a customer cannot be removed.');
  const { [hash]: _, ...values } = record.values ?? {};
  await write(context, record, { $pull: { identities: { hash } } }, values);
  return await personOf(context, id);
}

/** Says that an address is surely the customer's, or that this is not known. */
export async function verifyIdentity(context: Context, id: string, hash: string, verified: boolean): Promise<Person> {
  const record = await recordWith(context, id, hash);
  const mine = { _id: record._id, 'identities.hash': hash };
  await Customers(context).updateOne(mine, { $set: { 'identities.$.verified': verified } });
  await context.events.emit('customer.changed', { customer: String(record._id) });
  return await personOf(context, id);
}

async function recordWith(context: Context, id: string, hash: string): Promise<CustomerDoc> {
  const { records } = await personOf(context, id);
  return records.find(({ identities }) => identities.some((one) => one.hash === hash)) ?? fail('not-found');
}

/** The list and the sealed values belong together: one write, and only on what was read. */
async function write(
  context: Context,
  record: CustomerDoc,
  change: object,
  values: Record<string, string>,
): Promise<void> {
  const set = sealed(context, Customers, String(record._id), record._id, { values });
  const where = { ...asRead(record), identities: { $size: record.identities.length } };
  const { matchedCount } = await Customers(context).collection.updateOne(
    where as never,
    {
      ...change,
      $set: set,
    } as never,
  );
  if (matchedCount === 0) fail('conflict');
  await context.events.emit('customer.changed', { customer: String(record._id) });
}

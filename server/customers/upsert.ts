import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { RELAXED } from '../model.ts';
import { joint } from '../together.ts';
import { insertSealed, isDuplicate, opened, sealed } from '../vault/sealed.ts';
import type { InboundIdentity, Language } from '../tickets/envelopes.ts';
import { identityHash, normalise } from './identity.ts';
import { Customers, type CustomerDoc } from './model.ts';

/**
 * The customer who has this identity, made when there is none. Two at once end with the same one: the identity's
 * hash is unique. Never merges by name or by an address that is not proved.
 */
export async function upsertCustomer(
  context: Context,
  identity: InboundIdentity,
  language: Language | null = null,
): Promise<CustomerDoc> {
  const hash = identityHash(context, identity);
  const known = await byHash(context, hash);
  if (known) return await learn(context, known, identity, hash);
  try {
    return await create(context, identity, hash, language);
  } catch (error) {
    const winner = isDuplicate(error) ? await byHash(context, hash) : undefined;
    if (!winner) throw error;
    return winner;
  }
}

/** Those who are looked for at the same time are found together. */
function byHash(context: Context, hash: string): Promise<CustomerDoc | undefined> {
  return joint<string, CustomerDoc | undefined>(context.db, 'customers by identity', async (hashes) => {
    const docs = await Customers(context)
      .find({ 'identities.hash': { $in: [...new Set(hashes)] } })
      .lean<CustomerDoc[]>();
    const found = new Map(docs.flatMap((doc) => doc.identities.map((identity) => [identity.hash, doc] as const)));
    for (const doc of docs) opened(context, Customers, doc);
    return hashes.map((one) => ({ value: found.get(one) }));
  })(hash);
}

async function create(
  context: Context,
  identity: InboundIdentity,
  hash: string,
  language: Language | null,
): Promise<CustomerDoc> {
  const now = context.clock.now();
  const customer: CustomerDoc = {
    _id: new Types.ObjectId(),
    v: 1,
    identities: [{ kind: identity.kind, hash, verified: identity.verified, addedAt: now }],
    language,
    createdAt: now,
    blocked: false,
    name: cleanName(identity.name),
    values: { [hash]: normalise(identity) },
    notes: '',
  };
  await context.vault.createKeys([String(customer._id)]);
  await insertSealed(context, Customers, String(customer._id), customer, RELAXED);
  return customer;
}

/** A name, or a proof, that a known customer brings for the first time. */
async function learn(
  context: Context,
  customer: CustomerDoc,
  identity: InboundIdentity,
  hash: string,
): Promise<CustomerDoc> {
  const name = cleanName(identity.name);
  if (!customer.name && name) {
    customer.name = name;
    const fields = sealed(context, Customers, String(customer._id), customer._id, { name });
    await Customers(context).collection.updateOne({ _id: customer._id }, { $set: fields as never });
  }
  const entry = customer.identities.find((i) => i.hash === hash);
  if (identity.verified && entry && !entry.verified) {
    entry.verified = true;
    await Customers(context).updateOne(
      { _id: customer._id, 'identities.hash': hash },
      { $set: { 'identities.$.verified': true } },
    );
  }
  return customer;
}

/** Names are data only: no control characters, 200 characters at most. */
export const cleanName = (name: string | undefined): string =>
  (name ?? '')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, 200);

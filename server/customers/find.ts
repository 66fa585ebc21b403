import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { NOBODY } from '../vault/data-keys.ts';
import { opened } from '../vault/sealed.ts';
import { telephoneSettings } from '../settings/telephone.ts';
import type { InboundIdentity } from '../tickets/envelopes.ts';
import { identityHash } from './identity.ts';
import { Customers, type CustomerDoc } from './model.ts';
import { personOf } from './person.ts';
import { callerNumber } from './phone.ts';

/** The customer with this hex id, opened. Fails `not-found`, and `erased`. */
export async function loadCustomer(context: Context, id: string): Promise<CustomerDoc> {
  const doc = await Customers(context).findById(new Types.ObjectId(id)).lean<CustomerDoc>();
  if (doc) return opened(context, Customers, doc);
  return fail(id === NOBODY || context.vault.erased.has(id) ? 'erased' : 'not-found');
}

/** What people know and type; a chat visitor's id is for machines. */
const TYPED_KINDS = ['email', 'telegram', 'teams'] as const;

/** The ids of the customers who are known under this address or number; a word is none, and nobody is asked. */
export async function customersByAddress(context: Context, address: string): Promise<Types.ObjectId[]> {
  const hashes = [...(await numberHashes(context, address)), ...addressHashes(context, address)];
  if (hashes.length === 0) return [];
  const docs = await Customers(context)
    .find({ 'identities.hash': { $in: hashes } }, { _id: 1 })
    .lean();
  return docs.map(({ _id }) => _id);
}

const addressHashes = (context: Context, address: string): string[] =>
  /\s/.test(address) || !/[@\d]/.test(address)
    ? []
    : TYPED_KINDS.map((kind) => identityHash(context, { kind, value: address }));

/** A number is found however it is written. */
async function numberHashes(context: Context, address: string): Promise<string[]> {
  if (!/^[+(\d][\d\s().\-/]{4,30}$/.test(address)) return [];
  const value = callerNumber(address, (await telephoneSettings(context)).country);
  return value ? [identityHash(context, { kind: 'phone', value })] : [];
}

/** The customer known under this e-mail address, opened. */
export async function customerByEmail(context: Context, email: string): Promise<CustomerDoc | undefined> {
  const hash = identityHash(context, { kind: 'email', value: email });
  const doc = await Customers(context).findOne({ 'identities.hash': hash }).lean<CustomerDoc>();
  return doc ? opened(context, Customers, doc) : undefined;
}

/** Names (or, without one, the first address) by hex id; an id may come again. Erased ones are missing. */
export async function customerNames(context: Context, given: Types.ObjectId[]): Promise<Map<string, string>> {
  if (given.length === 0) return new Map();
  const ids = [...new Map(given.map((id) => [String(id), id])).values()];
  const projection = { name: 1, mergedInto: 1, values: 1 };
  const docs = await Customers(context)
    .collection.find<CustomerDoc>({ _id: { $in: ids } }, { projection, promoteBuffers: true })
    .toArray();
  const named = docs.map(({ values, ...doc }) => {
    const known = opened(context, Customers, doc as CustomerDoc);
    // Nearly everybody has a name: addresses are opened only where one is needed.
    return known.name || !values ? known : opened(context, Customers, { ...known, values });
  });
  const names = new Map(named.map((doc) => [String(doc._id), nameOf(doc)]));
  // Who was merged into somebody is called as that one is.
  for (const { _id, mergedInto } of named)
    if (mergedInto) {
      const { primary } = await personOf(context, String(_id));
      names.set(String(_id), primary.name || names.get(String(_id)) || nameOf(primary));
    }
  return names;
}

/** 128 random bits, as the chat gives them to visitors. */
const MACHINE_ID = /^[\w-]{22}$/;

/** Whether a name or address means something to people. */
export const isForPeople = (value: string): boolean => !MACHINE_ID.test(value);

/** What to call a customer: the name, else an address; `#` and four letters or digits where it is for machines. */
export function nameOf(customer: Pick<CustomerDoc, 'name' | 'values'>): string {
  const [value = ''] = Object.values(customer.values ?? {});
  // A chat visitor's id is for machines: a short mark of it is enough to tell two apart.
  return customer.name || (MACHINE_ID.test(value) ? `#${value.replace(/[-_]/g, '').slice(0, 4).toUpperCase()}` : value);
}

/** The customer's address of a kind, verified ones first. */
export function addressOf(customer: CustomerDoc, kind: InboundIdentity['kind']): string | undefined {
  const ofKind = customer.identities.filter((identity) => identity.kind === kind);
  const best = ofKind.find((identity) => identity.verified) ?? ofKind[0];
  return best && customer.values?.[best.hash];
}

import { generateKeyPair, randomBytes } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { promisify } from 'node:util';
import type { Context } from '../../../context.ts';
import { fail } from '../../../errors.ts';
import { allAccounts } from '../../../settings/accounts.ts';
import { asBytes, isDuplicate } from '../../../vault/sealed.ts';
import { lookUp } from './look-up.ts';
import { SigningKeys, type SigningKeyDoc } from './model.ts';
import type { Found } from './schema.ts';

/** A domain that mails are written from, and the addresses that are in it. */
export interface SendingDomain {
  domain: string;
  addresses: string[];
}

/** Those of the mailboxes that are switched on, and of their identities, in order. */
export async function sendingDomains(context: Context): Promise<SendingDomain[]> {
  const found = new Map<string, Set<string>>();
  for (const { channel, enabled, mail, address, letterhead } of await allAccounts(context)) {
    if (channel !== 'email' || !enabled || !mail) continue;
    for (const one of [address, ...(letterhead?.identities ?? []).map((identity) => identity.address)]) {
      const domain = domainOf(one ?? '');
      if (one && domain) found.set(domain, (found.get(domain) ?? new Set()).add(one));
    }
  }
  return [...found]
    .map(([domain, addresses]) => ({ domain, addresses: [...addresses].sort() }))
    .sort((a, b) => (a.domain < b.domain ? -1 : 1));
}

/** An address's domain as it stands in the DNS; empty when it has none. */
export const domainOf = (address: string): string => domainToASCII((address.split('@').at(-1) ?? '').toLowerCase());

/** Makes a key for a domain of ours. Fails `not-found`, and `already-exists` when it has one. */
export async function makeKey(context: Context, domain: string): Promise<SigningKeyDoc> {
  if (!(await sendingDomains(context)).some((one) => one.domain === domain)) return fail('not-found');
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const doc: SigningKeyDoc = {
    _id: domain,
    v: 1,
    selector: `ombud-${randomBytes(3).toString('hex')}`,
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    privateKey: context.vault.sealInstance(boundTo(domain), pem),
    createdAt: context.clock.now(),
    checkedAt: null,
    publishedAt: null,
  };
  try {
    await SigningKeys(context).collection.insertOne(doc as never);
  } catch (error) {
    if (isDuplicate(error)) return fail('already-exists');
    throw error;
  }
  return doc;
}

/**
 * Looks whether the DNS has the record: then mails are signed from now on, and not any more when it is gone. Silence
 * changes nothing. Fails `not-found`.
 */
export async function checkKey(context: Context, domain: string): Promise<{ doc: SigningKeyDoc; found: Found }> {
  const doc = await SigningKeys(context).findById(domain).lean<SigningKeyDoc>();
  if (!doc) return fail('not-found');
  const found = await lookUp(recordName(doc), doc.publicKey);
  const now = context.clock.now();
  const publishedAt = found === 'silent' ? doc.publishedAt : found === 'right' ? (doc.publishedAt ?? now) : null;
  await SigningKeys(context).updateOne(
    { _id: domain, selector: doc.selector },
    { $set: { checkedAt: now, publishedAt } },
  );
  return { doc: { ...doc, checkedAt: now, publishedAt }, found };
}

/** Mails of the domain are not signed any more. Fails `not-found`. */
export async function removeKey(context: Context, domain: string): Promise<void> {
  const { deletedCount } = await SigningKeys(context).deleteOne({ _id: domain });
  if (deletedCount === 0) fail('not-found');
}

/** With what mails of a domain are signed; undefined while they are not. */
export async function signingKey(
  context: Context,
  domain: string,
): Promise<{ selector: string; privateKey: string } | undefined> {
  const doc = await SigningKeys(context).findById(domain).lean<SigningKeyDoc>();
  const bytes = asBytes(doc?.privateKey);
  if (!doc?.publishedAt || !bytes) return undefined;
  return {
    selector: doc.selector,
    privateKey: context.vault.openInstance(boundTo(domain), bytes).toString(),
  };
}

/** The record that an admin publishes (RFC 6376, 3.6.1). */
export const recordName = ({ _id, selector }: SigningKeyDoc): string => `${selector}._domainkey.${_id}`;
export const recordText = ({ publicKey }: SigningKeyDoc): string => `v=DKIM1; k=rsa; p=${publicKey}`;

const boundTo = (domain: string): string => `SigningKey/${domain}/privateKey`;

import type { Context } from '../context.ts';
import type { InboundIdentity } from '../tickets/envelopes.ts';

/** The form of an identity's value that is hashed: addresses and `@names` in lower case, of numbers what is dialled. */
export function normalise(identity: Pick<InboundIdentity, 'kind' | 'value'>): string {
  const value = identity.value.trim().normalize('NFC');
  if (identity.kind === 'phone') return value.replace(/[^\d+]/g, '');
  return identity.kind === 'email' || value.startsWith('@') ? value.toLowerCase() : value;
}

/** The keyed hash under which an identity is found. */
export function identityHash(
  context: Pick<Context, 'vault'>,
  identity: Pick<InboundIdentity, 'kind' | 'value'>,
): string {
  return context.vault.hash('identity', `${identity.kind}:${normalise(identity)}`);
}

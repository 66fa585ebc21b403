import type { Context } from '../context.ts';
import { Failure } from '../errors.ts';
import type { InboundIdentity } from '../tickets/envelopes.ts';
import { addIdentity, removeIdentity } from './identities.ts';
import { identityHash } from './identity.ts';
import type { CustomerDoc } from './model.ts';
import { personOf } from './person.ts';

/**
 * Notes the name under which somebody is known on their channel. Such names pass from hand to hand: whoever writes under
 * one has it now, and what they were called before is nobody's. Never rejects: a message is not held up by a name.
 */
export async function learnHandle(context: Context, customer: CustomerDoc, from: InboundIdentity): Promise<void> {
  if (!from.handle) return;
  const named = { kind: from.kind, value: from.handle };
  const hash = identityHash(context, named);
  if (customer.identities.some((identity) => identity.hash === hash)) return;
  try {
    await take(context, String(customer._id), named, hash);
  } catch (err) {
    context.log.warn({ err, customer: String(customer._id) }, 'the name of a customer could not be noted');
  }
}

async function take(
  context: Context,
  id: string,
  named: Pick<InboundIdentity, 'kind' | 'value'>,
  hash: string,
): Promise<void> {
  const { records } = await personOf(context, id);
  if (records.some(({ identities }) => identities.some((identity) => identity.hash === hash))) return;
  for (const { identities, values } of records)
    for (const old of identities)
      if (old.kind === named.kind && values?.[old.hash]?.startsWith('@')) await removeIdentity(context, id, old.hash);
  try {
    await addIdentity(context, id, named);
  } catch (error) {
    const owner = error instanceof Failure ? error.extra?.['customer'] : undefined;
    if (typeof owner !== 'string') throw error;
    await removeIdentity(context, owner, hash);
    await addIdentity(context, id, named);
  }
}

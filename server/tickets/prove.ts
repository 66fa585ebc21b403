import type { Context } from '../context.ts';
import { askForCode, type Asked, type Asker } from '../customers/proof/code.ts';
import { enterCode, type Proved } from '../customers/proof/join.ts';
import { opened } from '../vault/sealed.ts';
import { addEvent } from './event.ts';
import type { Language } from './envelopes.ts';
import { survivorOf } from './merge/survivor.ts';
import { Tickets, type TicketDoc } from './model.ts';

/** Mails a one-time code to the address that somebody says is theirs. The answer tells nothing of who is known here. */
export const askForProof = (context: Context, asker: Asker, email: string, language?: Language): Promise<Asked> =>
  askForCode(context, asker, email, language);

/**
 * Takes that code: the address is proved, whoever is known by it is one person with the asker, and their latest ticket
 * tells so. Undefined when the code is wrong, too old, used, or was never sent.
 */
export async function proveEmail(
  context: Context,
  asker: Asker,
  { email, code }: { email: string; code: string },
): Promise<Proved | undefined> {
  const proved = await enterCode(context, asker, email, code);
  if (proved?.news) await tellLatest(context, proved);
  return proved;
}

async function tellLatest(context: Context, proved: Proved): Promise<void> {
  const doc = await Tickets(context)
    .findOne({ customer: proved.customer, erased: null })
    .sort({ activityAt: -1, _id: -1 })
    .lean<TicketDoc>();
  if (doc) await tellProof(context, await survivorOf(context, opened(context, Tickets, doc)), proved);
}

/** A line in the ticket: agents see why two are one, and can take it back with the customer. */
export async function tellProof(context: Context, ticket: TicketDoc, { customer, merged }: Proved): Promise<void> {
  const by = { kind: 'customer' as const, id: String(customer), name: '' };
  await addEvent(context, ticket, by, { kind: merged ? 'joined' : 'proved', params: {} });
}

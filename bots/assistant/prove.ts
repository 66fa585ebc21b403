import type { Context } from '../../server/context.ts';
import type { TicketDoc } from '../../server/tickets/model.ts';
import { askForProof, proveEmail } from '../../server/tickets/prove.ts';
import type { Prover } from './dialogues/proof.ts';

/** Channels that prove who writes. */
const PROVING = ['webchat', 'telegram', 'teams'] as const;

/**
 * How who wrote last (`from`: as their channel knows them) proves an address; undefined by mail, and where others read
 * what is said: a code is nobody else's business.
 */
export function proverOf(context: Context, { channel, fields }: TicketDoc, from: string): Prover | undefined {
  const kind = PROVING.find((one) => one === channel);
  if (!kind || from === '' || from.includes('@') || fields?.['place'] !== undefined) return undefined;
  const asker = { kind, value: from };
  return {
    ask: (email, language) => askForProof(context, asker, email, language),
    enter: async (email, code) => (await proveEmail(context, asker, { email, code })) !== undefined,
  };
}

import { createHash } from 'node:crypto';
import type { Context } from '../../context.ts';
import { becameOf } from '../../intake/look.ts';
import { record } from '../../intake/record.ts';
import type { Language } from '../../tickets/envelopes.ts';
import type { Followed } from '../../tickets/follow.ts';
import { writeItem } from '../item.ts';
import type { SentFile } from '../parts.ts';

/** Milliseconds the sender waits for it to stand in the thread; it is safe in the ledger before. */
export const WAIT_MS = 4000;

/** What the ledger knows of a reply besides its words: whose link it came by. */
export interface ReplyMeta {
  /** The ticket's thread. */
  thread: string;
  email: string;
  proved: boolean;
}

/**
 * A reply of the customer's own page into the ledger, under its form's id and what was written: the same sent twice is
 * one message. Resolves when it is durable; true when it stands in the thread already.
 */
export async function takeReply(
  context: Context,
  { ticket, address, proved }: Followed,
  sent: { id: string; text: string; files: readonly SentFile[]; locale: Language },
): Promise<boolean> {
  const raw = writeItem({ text: sent.text, locale: sent.locale }, sent.files);
  const hash = createHash('sha256').update(raw).digest('hex');
  const key = context.vault.hash('intake', `own/${ticket.thread}/${sent.id}/${hash}`);
  const own: ReplyMeta = { thread: ticket.thread, email: address, proved };
  const recorded = await record(context, {
    channel: 'form',
    account: 'env',
    key,
    raw,
    meta: { own },
    lane: ticket.thread,
  });
  return (await becameOf(context, recorded, WAIT_MS)) !== undefined;
}

import { createHash } from 'node:crypto';
import type { Context } from '../context.ts';
import { record } from '../intake/record.ts';
import { ticketById } from '../tickets/find.ts';
import type { HelpRequest } from './request.ts';

/** Milliseconds the sender waits for the number; the request is safe in the ledger before. */
const WAIT = 4000;

/**
 * Puts a request into the ledger under its form's id, so that the same form sent twice is one ticket, and resolves
 * with the ticket's number, or null when it is not processed yet. Rejects when it could not be stored. What was
 * written counts too: somebody who goes back, corrects and sends again must not be told it was received before.
 */
export async function submitRequest(
  context: Context,
  channel: 'form' | 'api',
  key: string,
  request: HelpRequest,
): Promise<number | null> {
  const raw = Buffer.from(JSON.stringify(request));
  const hashed = context.vault.hash('intake', `${key}/${createHash('sha256').update(raw).digest('hex')}`);
  const recorded = await record(context, { channel, account: 'env', key: hashed, raw });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, WAIT, null)));
  const processed = await Promise.race([recorded.done, late]);
  clearTimeout(timer);
  return processed?.ticket ? (await ticketById(context, processed.ticket)).number : null;
}

/** What the address of the thank-you page carries: the number (0 when there is none yet) and our signature. */
export function sentToken(context: Pick<Context, 'vault'>, number: number | null): string {
  const value = String(number ?? 0);
  return `${value}.${context.vault.sign('help-sent', value, 16)}`;
}

/** The number of a thank-you page's token: null when there is none yet, undefined when the token is not ours. */
export function readSentToken(context: Pick<Context, 'vault'>, token: string): number | null | undefined {
  const [, value, signature] = /^(\d{1,12})\.([\w-]{1,60})$/.exec(token) ?? [];
  if (!value || !signature || !context.vault.verify('help-sent', value, signature, 16)) return undefined;
  return Number(value) || null;
}

import { createHash } from 'node:crypto';
import type { Context } from '../context.ts';
import { becameOf } from '../intake/look.ts';
import { record } from '../intake/record.ts';
import { ticketById } from '../tickets/find.ts';
import { followToken } from '../tickets/follow.ts';
import { writeItem } from './item.ts';
import { WAIT_MS } from './own/take.ts';
import type { SentFile } from './parts.ts';
import type { HelpRequest } from './request.ts';

/** What who sent a request is told of it. */
export interface Submitted {
  number: number;
  /** Secret part of the link by which they follow it. */
  token: string;
}

/**
 * Puts a request into the ledger under its form's id, so that the same form sent twice is one ticket, and resolves
 * with the ticket's number and link, or null when it is not processed yet. Rejects when it could not be stored. What was
 * written counts too (`proved`: the address that its sender has proved): somebody who goes back, corrects and sends again must not be told it was received before.
 */
export async function submitRequest(
  context: Context,
  channel: 'form' | 'api',
  key: string,
  request: HelpRequest,
  files: readonly SentFile[] = [],
  proved = '',
): Promise<Submitted | null> {
  const raw = writeItem(request, files);
  const hashed = context.vault.hash('intake', `${key}/${createHash('sha256').update(raw).digest('hex')}`);
  const recorded = await record(context, {
    ...{ channel, account: 'env', key: hashed, raw },
    ...(proved ? { meta: { proved } } : {}),
  });
  const became = await becameOf(context, recorded, WAIT_MS);
  if (!became) return null;
  const ticket = await ticketById(context, became.ticket);
  return { number: ticket.number, token: followToken(context, ticket, request.email, isSame(proved, request.email)) };
}

const isSame = (one: string, other: string): boolean => one !== '' && one.toLowerCase() === other.trim().toLowerCase();

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

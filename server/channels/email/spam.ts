import type { SpamReason } from '../../tickets/envelopes.ts';
import type { ParsedMail } from './parsed.ts';

/** Exchange's spam confidence level from which a mail counts as spam. */
const SCL = 5;

/** Why a mail is kept apart as spam, if it is: our mail server said so, or its sender's domain disowns it. Pure. */
export function spamOf({
  headers,
  authenticity,
}: Pick<ParsedMail, 'headers' | 'authenticity'>): SpamReason | undefined {
  if (isFlagged(headers)) return 'flagged';
  return authenticity?.dmarc === 'fail' && authenticity.policy !== 'none' ? 'dmarc' : undefined;
}

/** SpamAssassin's, rspamd's and Exchange's headers. The topmost counts; a forged one only harms who forged it. */
function isFlagged(headers: ParsedMail['headers']): boolean {
  const first = (name: string): string => headers[name]?.[0]?.trim() ?? '';
  if (['x-spam-flag', 'x-spam', 'x-spam-status'].some((name) => /^yes\b/i.test(first(name)))) return true;
  const stated = first('x-ms-exchange-organization-scl');
  const reported = /(?:^|;)\s*SCL:(\d)/i.exec(first('x-forefront-antispam-report'))?.[1];
  return [stated, reported].some((level) => /^\d$/.test(level ?? '') && Number(level) >= SCL);
}

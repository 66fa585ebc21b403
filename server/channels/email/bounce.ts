import { statusIn } from '../../tickets/failure-cause.ts';
import { BOUNCE_SUBJECT, SMTP_REPLY, STILL_TRYING } from './bounce-marks.ts';
import type { ParsedMail } from './parsed.ts';
import type { Screened, Verdict } from './screen.ts';

export interface BounceVerdict {
  outcome: 'bounce';
  reason: string;
  /** Our own id of the mail that did not arrive. */
  target?: string;
  recipient?: string;
  /** Enhanced status code (RFC 3463). */
  status?: string;
  permanent: boolean;
  /** False: it is still tried. */
  final: boolean;
}

/** A delivery status notification (RFC 3464). */
export function deliveryReport({ mail, isMinted }: Screened): Verdict | undefined {
  const { report } = mail;
  if (!report) return undefined;
  const target = mail.returned.find(isMinted);
  if (report.action !== 'failed' && report.action !== 'delayed')
    return {
      outcome: 'ignore',
      reason: `delivery report (${report.action || 'unknown'})`,
      ...(target ? { target } : {}),
    };
  const final = report.action === 'failed';
  return {
    outcome: 'bounce',
    reason: `${final ? 'not delivered' : 'delayed'} (${report.diagnostic ?? (report.status || 'no status')})`,
    ...(report.status ? { status: report.status } : {}),
    permanent: final && !report.status.startsWith('4.'),
    final,
    ...(target ? { target } : {}),
    ...(report.recipient ? { recipient: report.recipient } : {}),
  };
}

/** A bounce in no standard form; the mail it is about is known when our id stands in it. */
export function plainBounce(screened: Screened): Verdict | undefined {
  const { mail, isMinted } = screened;
  if (!looksLikeBounce(screened)) return undefined;
  const target = [...mail.returned, ...[...mail.inReplyTo, ...mail.references].reverse()].find(isMinted);
  const [recipient] = values(mail, 'x-failed-recipients').flatMap((value) => value.split(/[\s,]+/));
  const words = mail.text.slice(0, 20_000);
  const status = statusIn(words);
  const final = !STILL_TRYING.test(`${mail.subject ?? ''}\n${words.slice(0, 2_000)}`);
  const temporary = (status?.[0] ?? SMTP_REPLY.exec(words)?.[1]) === '4';
  return {
    outcome: 'bounce',
    reason: `${final ? 'not delivered' : 'delayed'}${status ? ` (${lineWith(words, status)})` : ''}`,
    ...(status ? { status } : {}),
    permanent: final && !temporary,
    final,
    ...(target ? { target } : {}),
    ...(recipient ? { recipient } : {}),
  };
}

/** What the server said, in its own words. */
const lineWith = (words: string, status: string): string =>
  (words.split('\n').find((line) => line.includes(status)) ?? status).trim().slice(0, 300);

/** By who sends it, by Exim's header, or by what a robot's subject says: a person may use the same words. */
function looksLikeBounce({ mail, returnPath }: Screened): boolean {
  const local = mail.from[0]?.address.split('@')[0]?.toLowerCase() ?? '';
  if (local === 'mailer-daemon' || (local === 'postmaster' && returnPath === '')) return true;
  if (values(mail, 'x-failed-recipients').length > 0) return true;
  const robot = returnPath === '' || values(mail, 'auto-submitted').some((value) => !/^no\b/i.test(value));
  return robot && BOUNCE_SUBJECT.test(mail.subject ?? '');
}

const values = (mail: ParsedMail, name: string): string[] => mail.headers[name] ?? [];

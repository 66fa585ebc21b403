import type { Cause, Failed } from '../cause.ts';

/** What imapflow, nodemailer, node and our own code throw, as far as it says what was wrong. */
type Thrown = Error & {
  code?: string;
  authenticationFailed?: boolean;
  responseText?: string;
  mailboxMissing?: boolean;
  cause?: unknown;
};

const CODES: [RegExp, Cause][] = [
  [/^PRIVATE_HOST$/, 'private-host'],
  [/^ACCESS_ENDED$/, 'access'],
  [/^NO_TOKEN$/, 'provider'],
  [/^(ENOTFOUND|EAI_AGAIN|EDNS)$/, 'address'],
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/, 'refused'],
  [/^(ETIMEDOUT|ETIMEOUT|CONNECT_TIMEOUT|GREETING_TIMEOUT|UPGRADE_TIMEOUT|ETIME$)/, 'timeout'],
  [/^(ECONNRESET|EPIPE|NoConnection|EConnectionClosed|ClosedAfterConnect)/, 'closed'],
  [/(CERT|SELF_SIGNED|UNABLE_TO|ALTNAME)/, 'certificate'],
  [/^(EPROTO|ETLS|ERR_SSL|ERR_TLS)/, 'tls'],
  [/^EAUTH$/, 'sign-in'],
];

/** Why a mail server could not be used: the same for those who test a mailbox and for those who are told that it fails. */
export function causeOf(error: Thrown): Failed {
  const detail = (error.responseText ?? error.message).replace(/\s+/g, ' ').slice(0, 200);
  if (error.authenticationFailed) return { cause: 'sign-in', detail };
  if (error.mailboxMissing || /^Command failed$/.test(error.message)) return { cause: 'folder', detail };
  // nodemailer puts the system's code into the text only.
  const inText = /\bE[A-Z]{4,20}\b/.exec(detail)?.[0];
  const codes = [inText, error.code, (error.cause as Thrown | undefined)?.code].filter((code) => code !== undefined);
  const known = CODES.find(([expression]) => codes.some((code) => expression.test(code)))?.[1];
  return { cause: known ?? inWords(detail), detail };
}

function inWords(detail: string): Cause {
  if (/certificate/i.test(detail)) return 'certificate';
  return /clos(?:ed|es|ing)|disconnected/i.test(detail) ? 'closed' : 'other';
}

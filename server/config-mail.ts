import { email, integer, mailUrl, since } from './config-checks.ts';

/** A variable of the environment. */
export interface Variable {
  name: string;
  doc: string;
  /** Shown in .env.example. */
  example?: string;
  default?: string;
  /** In words what is wrong with a value, or undefined. */
  check?: (value: string) => string | undefined;
}

export type Get = (name: string) => string | undefined;

export const mailVariables: readonly Variable[] = [
  { name: 'MAIL_ADDRESS', doc: "The desk's own e-mail address.", example: 'support@example.com', check: email },
  {
    name: 'IMAP_URL',
    doc: 'Mailbox to read: imap://user:pass@host:143/INBOX (STARTTLS when offered) or imaps://…; ?tls=off or ?tls=insecure.',
    example: 'imaps://support%40example.com:secret@imap.example.com/INBOX',
    check: mailUrl('imap', 'imaps'),
  },
  {
    name: 'SMTP_URL',
    doc: 'Server for outgoing mail: smtp://user:pass@host:587 (STARTTLS when offered) or smtps://…; ?tls=off or ?tls=insecure.',
    example: 'smtp://support%40example.com:secret@smtp.example.com:587',
    check: mailUrl('smtp', 'smtps'),
  },
  {
    name: 'SMTP_IN_PORT',
    doc: 'Port of the incoming SMTP listener; unset: off; 0 takes a free one.',
    check: integer(0, 65535),
  },
  {
    name: 'SMTP_IN_CERT',
    doc: 'Certificate (PEM file) that the incoming listener shows for STARTTLS; unset: one signed by itself.',
    example: '/etc/ssl/help.example.com.pem',
  },
  { name: 'SMTP_IN_KEY', doc: 'Its private key (PEM file).', example: '/etc/ssl/help.example.com.key' },
  {
    name: 'MAIL_AUTHSERV_ID',
    doc: 'Name that your mail server gives itself in Authentication-Results (RFC 8601), which is then believed; several with commas. It must remove such headers of strangers.',
    example: 'mx.example.com',
  },
  {
    name: 'IMAP_SINCE',
    doc: 'Where the first connection to a mailbox starts: now, all (as solved tickets) or a date (as open ones). What was there before tells nobody and is never answered automatically.',
    default: 'now',
    check: since,
  },
  {
    name: 'IMAP_MOVE_TO',
    doc: 'Folder to which mails are moved once they are kept; unset: they stay. Nothing is ever deleted.',
    example: 'Ombud',
  },
];

export interface MailConfig {
  address: string | undefined;
  imapUrl: string | undefined;
  smtpUrl: string | undefined;
  smtpInPort: number | undefined;
  /** PEM files. */
  smtpInTls: { cert: string; key: string } | undefined;
  /** 'now', 'all' or YYYY-MM-DD. */
  imapSince: string;
  imapMoveTo: string | undefined;
  /** Servers whose Authentication-Results are believed, in lower case. */
  authservIds: readonly string[];
}

/** What of the environment is about mail. */
export function readMail(get: Get): MailConfig {
  const smtpIn = get('SMTP_IN_PORT');
  const [cert, key] = [get('SMTP_IN_CERT'), get('SMTP_IN_KEY')];
  return {
    address: get('MAIL_ADDRESS')?.toLowerCase(),
    imapUrl: get('IMAP_URL'),
    smtpUrl: get('SMTP_URL'),
    smtpInPort: smtpIn === undefined ? undefined : Number(smtpIn),
    smtpInTls: cert && key ? { cert, key } : undefined,
    imapSince: get('IMAP_SINCE') ?? 'now',
    imapMoveTo: get('IMAP_MOVE_TO'),
    authservIds: listOf(get('MAIL_AUTHSERV_ID')),
  };
}

/** Values with commas between them, in lower case. */
export const listOf = (value = ''): string[] =>
  value
    .split(',')
    .map((one) => one.trim().toLowerCase())
    .filter(Boolean);

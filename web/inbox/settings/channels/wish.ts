import type {
  MailboxBody,
  MailboxView,
  ProbeView,
  ServerBody,
  ServerView,
} from '../../../../server/channels/email/mailbox-schema.ts';

/** A server as the form holds it; without a host there is none. */
export interface ServerWish {
  host: string;
  port: number;
  security: ServerBody['security'];
  user: string;
  password: string;
  folder: string;
}

export interface MailboxWish {
  name: string;
  address: string;
  enabled: boolean;
  imap: ServerWish;
  smtp: ServerWish;
  door: boolean;
  since: string;
}

const server = (known: ServerView | undefined, port: number, security: ServerBody['security']): ServerWish => ({
  host: known?.host ?? '',
  port: known?.port ?? port,
  security: known?.security ?? security,
  user: known?.user ?? '',
  password: '',
  folder: known?.folder ?? '',
});

/** What the form begins with: a mailbox as it is, or a new one. */
export const wishOf = (known: MailboxView | undefined): MailboxWish => ({
  name: known?.name ?? '',
  address: known?.address ?? '',
  enabled: known?.enabled ?? true,
  imap: server(known?.imap, 993, 'tls'),
  smtp: server(known?.smtp, 587, 'starttls'),
  door: known?.door ?? false,
  since: known?.since ?? 'now',
});

/** Whether saving it could make tickets of mails that are in the mailbox already. */
export const takesOver = (wish: MailboxWish, known: MailboxView | undefined): boolean =>
  wish.enabled &&
  wish.since !== 'now' &&
  wish.imap.host.trim() !== '' &&
  (!known?.enabled || known.since !== wish.since || known.imap === undefined);

/** What the server is asked to keep; what the form does not show stays as it is. */
export function bodyOf(wish: MailboxWish, known: MailboxView | undefined): MailboxBody {
  return {
    name: wish.name.trim(),
    address: wish.address.trim(),
    enabled: wish.enabled,
    door: wish.door,
    since: wish.since.trim() || 'now',
    ...(known?.moveTo ? { moveTo: known.moveTo } : {}),
    ...serverOf('imap', wish.imap),
    ...serverOf('smtp', wish.smtp),
  };
}

function serverOf(name: 'imap' | 'smtp', { host, port, security, user, password, folder }: ServerWish) {
  if (!host.trim()) return {};
  const inFolder = name === 'imap' && folder.trim() ? { folder: folder.trim() } : {};
  return { [name]: { host: host.trim(), port, security, user, ...(password ? { password } : {}), ...inFolder } };
}

/** What a test has found, without the count of mails: it is told where the form asks how far back it goes. */
export const withoutMails = ({ imap, smtp }: ProbeView): ProbeView => ({
  ...(imap ? { imap } : {}),
  ...(smtp ? { smtp } : {}),
});

import { fail } from '../../errors.ts';
import type { Account, MailSettings } from '../channel.ts';
import type { MailboxBody, MailboxView, ServerBody, ServerView } from './mailbox-schema.ts';

const PORTS = { imap: { plain: 143, tls: 993 }, smtp: { plain: 587, tls: 465 } } as const;
type Protocol = keyof typeof PORTS;

/** What an admin fills in, as it is kept. Passwords left out are those of `before`. Fails `bad-request` without one. */
export function settingsOf(body: MailboxBody, before?: MailSettings): MailSettings {
  return {
    door: body.door,
    since: body.since,
    ...(body.moveTo ? { moveTo: body.moveTo } : {}),
    ...(before?.oauth && staysConnected(body, before) ? { oauth: before.oauth } : {}),
    ...(body.imap ? { imapUrl: urlOf('imap', body.imap, before?.imapUrl) } : {}),
    ...(body.smtp ? { smtpUrl: urlOf('smtp', body.smtp, before?.smtpUrl) } : {}),
  };
}

/** A password instead of the provider's tokens ends the connection to it; so does a server that must not see them. */
const staysConnected = ({ imap, smtp }: MailboxBody, { imapUrl, smtpUrl }: MailSettings): boolean =>
  [
    { server: imap, url: imapUrl },
    { server: smtp, url: smtpUrl },
  ].every(
    ({ server, url }) => !server || (server.password === undefined && url && hostOf(new URL(url)) === server.host),
  );

/** A mailbox as admins see it: without passwords. */
export function presentMailbox({ id, name, address = '', enabled, mail }: Account): MailboxView {
  return {
    id,
    name,
    address,
    enabled,
    locked: id === 'env',
    door: mail?.door ?? false,
    since: mail?.since ?? 'now',
    ...(mail?.moveTo ? { moveTo: mail.moveTo } : {}),
    ...(mail?.oauth ? { oauth: mail.oauth } : {}),
    ...(mail?.imapUrl ? { imap: partsOf('imap', mail.imapUrl) } : {}),
    ...(mail?.smtpUrl ? { smtp: partsOf('smtp', mail.smtpUrl) } : {}),
  };
}

/** A server as its address. Fails `bad-request`. */
export function urlOf(protocol: Protocol, server: ServerBody, before: string | undefined): string {
  const known = before === undefined ? undefined : new URL(before);
  const sameUser = known && decodeURIComponent(known.username) === server.user && hostOf(known) === server.host;
  // Somebody who may change the server must not learn the password by naming one of their own.
  const password = server.password ?? (sameUser ? decodeURIComponent(known.password) : undefined);
  if (server.user !== '' && password === undefined) fail('bad-request', `The password of ${protocol} is missing.`);
  const scheme = server.security === 'tls' ? `${protocol}s` : protocol;
  const host = server.host.includes(':') ? `[${server.host}]` : server.host;
  const sign = server.user === '' ? '' : `${encodeURIComponent(server.user)}:${encodeURIComponent(password ?? '')}@`;
  const folder = protocol === 'imap' ? `/${encodeURIComponent(server.folder || 'INBOX')}` : '';
  const tls = { tls: '', starttls: '', insecure: '?tls=insecure', none: '?tls=off' }[server.security];
  const url = `${scheme}://${sign}${host}:${server.port}${folder}${tls}`;
  return URL.canParse(url) ? url : fail('bad-request', `The host of ${protocol} is not valid.`);
}

function partsOf(protocol: Protocol, address: string): ServerView {
  const url = new URL(address);
  const secure = url.protocol === `${protocol}s:`;
  const tls = url.searchParams.get('tls');
  return {
    host: hostOf(url),
    port: Number(url.port) || PORTS[protocol][secure ? 'tls' : 'plain'],
    security: secure ? 'tls' : tls === 'off' ? 'none' : tls === 'insecure' ? 'insecure' : 'starttls',
    user: decodeURIComponent(url.username),
    ...(protocol === 'imap' ? { folder: decodeURIComponent(url.pathname.slice(1)) || 'INBOX' } : {}),
  };
}

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

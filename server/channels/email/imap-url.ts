import type { ImapFlowOptions } from 'imapflow';

/** What imapflow needs to connect to imap://user:pass@host:port/folder or imaps://…; ?tls=off or ?tls=insecure. */
export function connectionOptions(address: string): ImapFlowOptions {
  const { hostname, port, protocol, searchParams, username, password } = new URL(address);
  const secure = protocol === 'imaps:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (secure ? 993 : 143),
    secure,
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: 30_000,
    socketTimeout: 120_000,
    tls: { rejectUnauthorized: searchParams.get('tls') !== 'insecure' },
    ...(searchParams.get('tls') === 'off' ? { doSTARTTLS: false } : {}),
  };
}

/** The folder of an IMAP address; INBOX when it names none. */
export const folderOf = (address: string): string => decodeURIComponent(new URL(address).pathname.slice(1)) || 'INBOX';

/** The user of an IMAP address. */
export const userOf = (address: string): string => decodeURIComponent(new URL(address).username);

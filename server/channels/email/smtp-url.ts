import type { SMTPConnectionAuth } from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';

const TIMEOUT_MS = 30_000;

/** What nodemailer needs to connect to smtp://user:pass@host:port or smtps://…; `name` is how we greet. */
export function smtpOptions(address: string, name: string) {
  const { hostname, port, protocol, searchParams } = new URL(address);
  const secure = protocol === 'smtps:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (secure ? 465 : 587),
    name,
    secure,
    ignoreTLS: searchParams.get('tls') === 'off',
    tls: { rejectUnauthorized: searchParams.get('tls') !== 'insecure' },
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: 2 * TIMEOUT_MS,
  };
}

/** User and password of an SMTP address, if it has them; XOAUTH2 with a token instead of the password. */
export function signIn(address: string, token?: string): SMTPConnectionAuth | undefined {
  const { username, password } = new URL(address);
  const user = decodeURIComponent(username);
  if (token !== undefined) return { user, method: 'XOAUTH2', oauth2: new XOAuth2({ user, accessToken: token }) };
  return username ? { user, pass: decodeURIComponent(password) } : undefined;
}

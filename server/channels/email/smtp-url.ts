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

/** User and password of an SMTP address, if it has them. */
export function signIn(address: string): { user: string; pass: string } | undefined {
  const { username, password } = new URL(address);
  return username ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) } : undefined;
}

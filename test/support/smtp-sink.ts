import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Taken {
  raw: Buffer;
  from: string;
  to: string[];
}
export interface Refuse {
  rcpt?: number;
  data?: number;
  /** Refuses this recipient alone. */
  only?: string;
}
/** Takes XOAUTH2 sign-ins, and no others, when this says that the token is the user's. */
export type TakesToken = (user: string, token: string) => boolean;
export interface SmtpSink {
  url: string;
  /** What it took, in order. */
  taken: Taken[];
  stop: () => Promise<void>;
}

/** A real SMTP server that keeps what it is given; `refuse` gives an answer to the recipient or to the data. */
export async function openSmtpSink(refuse: Refuse = {}, takesToken?: TakesToken): Promise<SmtpSink> {
  const taken: Taken[] = [];
  const refusal = (code: number) => Object.assign(new Error(`refused with ${code}`), { responseCode: code });
  const server = new SMTPServer({
    authOptional: !takesToken,
    ...(takesToken ? { authMethods: ['XOAUTH2'] } : {}),
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    allowInsecureAuth: true,
    logger: false,
    closeTimeout: 200,
    onAuth: (auth, _session, callback) =>
      takesToken?.(auth.username ?? '', auth.accessToken ?? '') || auth.password === 'right'
        ? callback(null, { user: auth.username })
        : callback(refusal(535)),
    onRcptTo: ({ address }, _session, callback) =>
      callback(refuse.rcpt && address === (refuse.only ?? address) ? refusal(refuse.rcpt) : null),
    onData(stream, { envelope }, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (refuse.data) return callback(refusal(refuse.data));
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        taken.push({ raw: Buffer.concat(chunks), from, to: envelope.rcptTo.map(({ address }) => address) });
        callback();
      });
    },
  });
  // Whoever is killed leaves a broken connection.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}?tls=off`,
    taken,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

import { connect, type Socket } from 'node:net';

/** A client that speaks SMTP word by word, as no library would. */
export interface SmtpClient {
  /** Sends a line and resolves with the whole answer. */
  say(line: string): Promise<string>;
  /** EHLO, MAIL, RCPT, DATA and the message; resolves with the last answer. */
  send(raw: Buffer | string, to?: string, from?: string): Promise<string>;
  socket: Socket;
  close(): void;
}

/** Connects and reads the greeting. */
export async function smtpClient(port: number): Promise<SmtpClient> {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  let text = '';
  let waiting: { resolve(answer: string): void; reject(error: Error): void } | undefined;
  const settle = () => {
    const end = /^\d{3} .*\r\n/m.exec(text);
    if (!waiting || !end) return;
    const answer = text.slice(0, end.index + end[0].length);
    text = text.slice(answer.length);
    const { resolve } = waiting;
    waiting = undefined;
    resolve(answer.trim());
  };
  socket.on('data', (data: Buffer) => ((text += data.toString()), settle()));
  socket.on('error', () => undefined);
  const closed = () => waiting?.reject(new Error('connection closed'));
  socket.once('close', closed);
  const answer = () =>
    new Promise<string>((resolve, reject) => {
      waiting = { resolve, reject };
      settle();
      if (socket.destroyed) closed();
    });
  const say = (line: string) => (socket.write(`${line}\r\n`), answer());
  await answer();
  return {
    say,
    socket,
    close: () => socket.destroy(),
    async send(raw, to = 'support@desk.test', from = 'ann@people.test') {
      await say('EHLO people.test');
      await say(`MAIL FROM:<${from}>`);
      await say(`RCPT TO:<${to}>`);
      await say('DATA');
      // Dot-stuffing (RFC 5321, 4.5.2).
      socket.write(Buffer.from(raw.toString('latin1').replace(/^\./gm, '..'), 'latin1'));
      return await say(raw.toString('latin1').endsWith('\r\n') ? '.' : '\r\n.');
    },
  };
}

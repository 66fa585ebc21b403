import SMTPConnection from 'nodemailer/lib/smtp-connection';

/** One attempt over a connection of its own; true only when 250 was read. */
export function attemptMail(port: number, raw: Buffer, to = 'support@desk.test'): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = new SMTPConnection({
      host: '127.0.0.1',
      port,
      ignoreTLS: true,
      connectionTimeout: 2000,
      greetingTimeout: 5000,
      socketTimeout: 10_000,
    });
    const end = (acknowledged: boolean): void => {
      resolve(acknowledged); // close() says 'end' at once
      connection.close();
    };
    connection.once('error', () => end(false));
    connection.once('end', () => end(false));
    connection.connect(() => connection.send({ from: 'x@people.example', to: [to] }, raw, (error) => end(!error)));
  });
}

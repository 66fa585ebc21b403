import { median, type Figure, type Scenario } from '../figure.ts';
import { startServer, type Running } from '../server.ts';
import { smtpClient } from '../../server/channels/email/smtp-client.ts';
import { mail } from './mail.ts';

/** Mails that have all their bytes at the door and not yet their end: so many are in memory at the same time. */
const IN_FLIGHT = 64;
const BYTES = 1_000_000;

/** Mails at the SMTP door as `mail` measures them, and what each one that is on its way takes of the memory. */
export const email: Scenario = async (work, options) => [...(await mail(work, options)), await memory(options)];

async function memory({ quick }: { quick: boolean }): Promise<Figure> {
  const perMail: number[] = [];
  for (let round = 0; round < (quick ? 1 : 3); round++) perMail.push(await oneRound());
  return {
    name: `memory per mail of ${BYTES / 1e6} MB in flight, ${IN_FLIGHT} of them`,
    value: median(perMail),
    unit: 'MB',
  };
}

/** What the process grows by when the mails come in and wait for their last line, by mail, in MB. */
async function oneRound(): Promise<number> {
  const server = await startServer();
  const clients = await Promise.all(Array.from({ length: IN_FLIGHT }, () => begin(server)));
  const before = server.pss();
  const body = Buffer.from(`${'x'.repeat(76)}\r\n`.repeat(BYTES / 78));
  await Promise.all(
    clients.map(
      ({ socket }, i) =>
        new Promise<void>((resolve, reject) => {
          socket.write(`From: p${i}@people.example\r\nTo: support@desk.test\r\nSubject: ${i}\r\n\r\n`);
          socket.write(body, (error) => (error ? reject(error) : resolve()));
        }),
    ),
  );
  // What is written is in the kernel's hands; the server has read it when nothing grows any more.
  let [now, last] = [server.pss(), 0];
  for (let turns = 0; turns < 50 && now - last > 0.5; turns++) {
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 200));
    now = server.pss();
  }
  await Promise.all(clients.map((client) => client.say('.')));
  for (const client of clients) client.close();
  await server.stop();
  return (now - before) / IN_FLIGHT;
}

async function begin(server: Running) {
  const client = await smtpClient(server.smtpPort);
  for (const line of ['EHLO people.example', 'MAIL FROM:<p@people.example>', 'RCPT TO:<support@desk.test>', 'DATA'])
    await client.say(line);
  return client;
}

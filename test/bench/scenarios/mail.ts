import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { alternate, median, quantile, type Scenario } from '../figure.ts';
import { call, startServer, type Running } from '../server.ts';
import type { Work } from '../work.ts';

const SENDERS = 4;
/** Before the clock starts, as the floor warms its parser: code that has just started is not what a desk runs on. */
const WARM = 300;
const TO = 'support@desk.test';

/** 20 KB mails through the SMTP door to stored, routed tickets, four senders with a connection each. */
export const mail: Scenario = async (work, { quick }) => {
  const n = quick ? 200 : 600;
  const p95: number[] = [];
  const rate = await alternate(
    quick ? 1 : 3,
    async () => (await work.floor('mail', n)).perSecond,
    async () => {
      const server = await startServer();
      await addAgents(server);
      await oneRound(server, work, 100_000, WARM);
      const round = await oneRound(server, work, 0, n);
      await server.stop();
      p95.push(round.p95);
      return round.perSecond;
    },
  );
  return [
    { name: `mail to stored, routed ticket, ${SENDERS} senders, warm`, unit: 'mails/s', ...rate, aim: 'a third; then half' },
    { name: 'mail acknowledged, p95', value: median(p95), unit: 'ms', aim: 'then 40' },
  ];
};

/** Agents with room for everything, online. */
export async function addAgents(server: Running): Promise<void> {
  const { items } = (await (await call(`${server.url}/api/v1/teams`, { cookie: server.cookie })).json()) as {
    items: { id: string }[];
  };
  for (let i = 0; i < 4; i++) {
    const agent = {
      email: `agent${i}@desk.test`,
      name: `Agent ${i}`,
      role: 'agent',
      password: 'correct horse battery',
      capacity: { live: 3, mail: 1000 },
      teams: items.map((team) => team.id),
    };
    await call(`${server.url}/api/v1/agents`, { method: 'POST', cookie: server.cookie, body: agent });
  }
  // By hand, so that it does not depend on open sockets.
  const db = await server.db();
  await db.collection('agents').updateMany({}, { $set: { availability: 'online', lastSeenAt: new Date(Date.now() + 3_600_000) } });
  await db.close();
}

/** `n` mails of the corpus from the `first` on. */
export async function oneRound(server: Running, work: Work, first: number, n: number): Promise<{ perSecond: number; p95: number }> {
  const db = await server.db();
  const tickets = db.collection('tickets');
  const routed = async () => (await tickets.countDocuments({ assignee: { $ne: null } })) as number;
  const before = await routed();
  const mails = Array.from({ length: n }, (_, i) => work.corpus.mail(first + i, { to: TO }));
  const senders = await Promise.all(Array.from({ length: SENDERS }, () => connect(server.smtpPort)));
  const times: number[] = [];
  let next = 0;
  const began = performance.now();
  await Promise.all(
    senders.map(async (sender) => {
      for (let i = next++; i < n; i = next++) {
        const at = performance.now();
        await send(sender, mails[i] ?? Buffer.alloc(0), i);
        times.push(performance.now() - at);
      }
    }),
  );
  while ((await routed()) - before < n) {
    if (performance.now() - began > 120_000) throw new Error(`only ${await routed()} of ${n} mails were routed in 120 s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const seconds = (performance.now() - began) / 1000;
  for (const sender of senders) sender.quit();
  await db.close();
  return { perSecond: n / seconds, p95: quantile(times, 0.95) };
}

const connect = (port: number): Promise<SMTPConnection> =>
  new Promise((resolve, reject) => {
    const connection = new SMTPConnection({ host: '127.0.0.1', port, ignoreTLS: true });
    connection.once('error', reject);
    connection.connect((error) => (error ? reject(error) : resolve(connection)));
  });

const send = (connection: SMTPConnection, raw: Buffer, i: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const envelope = { from: `customer${i % 500}@people.example`, to: [TO] };
    connection.send(envelope, raw, (error) => (error ? reject(error) : connection.reset(() => resolve())));
  });

import { createServer, Socket, type AddressInfo, type Server } from 'node:net';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { record } from '../../server/intake/record.ts';
import { ticketById } from '../../server/tickets/find.ts';
import { reply } from '../../server/tickets/reply.ts';
import { buildTestApp, freePort } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { openSmtpSink, type SmtpSink } from '../support/smtp-sink.ts';

/**
 * Replies on their way out while the sender is killed or told to end, and while connections are cut after DATA: each is
 * delivered, a repeat has the same Message-ID, and there are no more of those than faults.
 */
const FULL = process.env['OMBUD_FAULTS'] === 'full';
const [REPLIES, KILLS, CUTS] = FULL ? [500, 50, 20] : [30, 2, 2];
/** A kill comes within this time after so many mails have gone out: at any moment of what a mail goes through. */
const SPREAD_MS = 100;

/** Places, among the mails that were taken, of those whose sender is not told. */
const cutAt = new Set(Array.from({ length: CUTS }, (_, i) => Math.floor(((i + 0.5) * REPLIES) / CUTS)));

const top = join(import.meta.dirname, '../..');
let dataDir: string;
let port: number;
let sink: SmtpSink;
let door: { port: number; server: Server; taken: number; cuts: number };
let server: ChildProcess | undefined;

/** In front of the mail server: passes everything on, and cuts some connections when the mail has been taken. */
function openDoor(target: number): Promise<typeof door> {
  const serve = (client: Socket) => {
    const inner: Socket = new Socket().connect(target, '127.0.0.1');
    for (const socket of [client, inner]) socket.on('error', () => undefined);
    let data = false;
    client.on('data', (chunk: Buffer) => inner.write(chunk));
    client.on('close', () => inner.destroy());
    inner.on('close', () => client.destroy());
    inner.on('data', (chunk: Buffer) => {
      const line = chunk.toString('latin1');
      // The mail server has it: its answer is lost on the way.
      if (data && line.startsWith('250') && cutAt.has(++door.taken)) {
        door.cuts++;
        return client.destroy();
      }
      // With PIPELINING it may come behind the answers to sender and recipients.
      data = /^354 /m.test(line);
      client.write(chunk);
    });
  };
  const listening = createServer(serve);
  return new Promise((resolve) =>
    listening.listen(0, '127.0.0.1', () =>
      resolve({ port: (listening.address() as AddressInfo).port, server: listening, taken: 0, cuts: 0 }),
    ),
  );
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ombud-sending-'));
  port = await freePort();
  sink = await openSmtpSink();
  door = await openDoor(Number(new URL(sink.url).port));
});
afterAll(async () => {
  server?.kill('SIGKILL');
  door.server.close();
  await sink.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Replies of an hour ago that wait in the outbox of a desk that does not run; resolves with their Message-IDs. */
async function writeReplies(): Promise<string[]> {
  const env = { MAIL_ADDRESS: 'support@desk.test', SMTP_URL: sink.url };
  const then = new Date(Date.now() - 3_600_000);
  const app = await buildTestApp({ dataDir, env, clock: { now: () => then } });
  const ids: string[] = [];
  for (let i = 0; i < REPLIES; i++) {
    const raw = Buffer.from(`From: c${i}@people.test\r\nSubject: Question ${i}\r\n\r\nWhy?\r\n`);
    const item = { channel: 'email' as const, account: 'env', key: `mail-${i}`, raw };
    const { ticket } = await (await record(app.context, item)).done;
    const doc = await ticketById(app.context, ticket ?? '');
    const author = { kind: 'agent' as const, id: '0'.repeat(24), name: 'Ana' };
    const more = { author, purpose: 'service' as const, clientId: `client-${i}`, hold: 600 };
    ids.push((await reply(app.context, doc, { ...more, text: `Answer ${i}` })).externalId ?? '');
  }
  await app.close(true);
  return ids;
}

async function start(): Promise<void> {
  const env = {
    PATH: process.env['PATH'],
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: dataDir,
    MAIL_ADDRESS: 'support@desk.test',
    SMTP_URL: `smtp://127.0.0.1:${door.port}?tls=off`,
    LOG_LEVEL: 'error',
  };
  server = spawn(process.execPath, ['server/main.ts'], { cwd: top, env, stdio: ['ignore', 'ignore', 'inherit'] });
  await eventually(async () => expect((await fetch(`http://127.0.0.1:${port}/healthz`)).ok).toBe(true), 60_000);
}

async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const ended = server && once(server, 'exit');
  server?.kill(signal);
  await ended;
}

const idsTaken = (): string[] =>
  sink.taken.map(({ raw }) => /^Message-ID:\s+<(.*)>/m.exec(raw.toString('latin1'))?.[1] ?? 'none');

test(
  `${REPLIES} replies, ${KILLS} kills, ${CUTS} connections cut after DATA`,
  { timeout: FULL ? 1_800_000 : 280_000 },
  async () => {
    const expected = await writeReplies();
    const until = (count: number) =>
      eventually(() => expect(new Set(idsTaken()).size).toBeGreaterThanOrEqual(count), 200_000);
    await start();
    for (let k = 1; k <= KILLS; k++) {
      await until((k * REPLIES) / (KILLS + 2));
      await new Promise((resolve) => setTimeout(resolve, (k * 37) % SPREAD_MS));
      await end('SIGKILL');
      await start();
    }
    // In the middle of it, too: what is on its way goes to its end, the rest waits for the next start.
    await until(((KILLS + 1) * REPLIES) / (KILLS + 2));
    await end('SIGTERM');
    await start();
    await until(REPLIES);
    const taken = idsTaken();
    console.log(`${taken.length} mails for ${new Set(taken).size} replies, ${KILLS} kills, ${CUTS} cuts`);
    expect(new Set(taken)).toEqual(new Set(expected));
    expect(taken.length).toBeLessThanOrEqual(REPLIES + KILLS + CUTS);
    // What was cut comes again when it is due, which may be later.
    expect(door.cuts).toBe(CUTS);
  },
);

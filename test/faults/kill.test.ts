import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAgent } from '../../server/agents/add.ts';
import { mail } from '../bench/corpus.mjs';
import { buildTestApp, freePort } from '../support/app.ts';
import { attemptMail } from '../support/send-mail.ts';

/**
 * `kill -9` in the middle of incoming mail: the sender repeats what was not acknowledged with 250, nothing is lost,
 * nothing doubled, nobody gets more than fits, and everything is routed soon after the last start.
 */
const MAILS = 200;
const KILLS = 10;
const SENDERS = 4;
const AGENTS = 5;
const CAPACITY = 45; // room for 225

const top = join(import.meta.dirname, '../..');
let dataDir: string;
let port: number;
let smtpPort: number;
let server: ChildProcess | undefined;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ombud-kill-'));
  [port, smtpPort] = [await freePort(), await freePort()];
  const app = await buildTestApp({ dataDir });
  for (let i = 0; i < AGENTS; i++) {
    const who = {
      email: `a${i}@desk.test`,
      name: `Agent ${i}`,
      role: 'agent' as const,
      password: 'correct horse battery',
    };
    await addAgent(app.context, { ...who, capacity: { live: 3, mail: CAPACITY } });
  }
  // At work for the whole test, as if their inboxes were open.
  const lastSeenAt = new Date(Date.now() + 3_600_000);
  await app.context.db.collection('agents').updateMany({}, { $set: { availability: 'online', lastSeenAt } });
  await app.context.db.collection('agents').updateMany({ role: 'admin' }, { $set: { availability: 'offline' } });
  await app.close(true);
});
afterAll(async () => {
  server?.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<void> {
  const env = {
    PATH: process.env['PATH'],
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: dataDir,
    MAIL_ADDRESS: 'support@desk.test',
    SMTP_IN_PORT: String(smtpPort),
    LOG_LEVEL: 'error',
  };
  server = spawn(process.execPath, ['server/main.ts'], { cwd: top, env, stdio: ['ignore', 'ignore', 'inherit'] });
  for (let i = 0; i < 1500; i++) {
    if (
      await fetch(`http://127.0.0.1:${port}/healthz`).then(
        (a) => a.ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the server did not start within 30 s');
}

async function kill(): Promise<void> {
  const ended = server && once(server, 'exit');
  server?.kill('SIGKILL');
  await ended;
}

test(`${KILLS} kills while ${MAILS} mails come in`, { timeout: 280_000 }, async () => {
  await start();
  let acknowledged = 0;
  let repeated = 0;
  let next = 0;
  const sending = Array.from({ length: SENDERS }, async () => {
    for (let i = next++; i < MAILS; i = next++) {
      const raw = mail(i);
      while (!(await attemptMail(smtpPort, raw))) {
        repeated++;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      acknowledged++;
    }
  });
  for (let k = 1; k <= KILLS; k++) {
    // Spread over the work, each at another moment of what a mail goes through.
    while (acknowledged < (k * MAILS) / (KILLS + 1)) await new Promise((resolve) => setTimeout(resolve, 3 + k));
    await kill();
    await start();
  }
  await Promise.all(sending);
  const state = await settled();
  console.log(`${acknowledged} acknowledged, ${repeated} attempts repeated, ${JSON.stringify(state)}`);
  expect(state).toMatchObject({ tickets: MAILS, messages: MAILS, distinctMessageIds: MAILS, intake: MAILS });
  expect(state.unrouted).toBe(0);
  expect(Math.max(...state.perAgent)).toBeLessThanOrEqual(CAPACITY);
});

/** What stands in the store at latest 30 s after the last start, counted by a client of its own. */
async function settled() {
  const { socket } = JSON.parse(readFileSync(join(dataDir, 'store.json'), 'utf8')) as { socket: string };
  const uri = `mongodb://${encodeURIComponent(socket)}/ombud?directConnection=true`;
  const db = await mongoose.createConnection(uri).asPromise();
  const tickets = db.collection('tickets');
  const until = Date.now() + 30_000;
  const pending = async () =>
    (await db.collection('intake').countDocuments({ outcome: 'pending' })) +
    (await tickets.countDocuments({ assignee: null }));
  while ((await pending()) > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 200));
  const loads = await tickets
    .aggregate([{ $match: { assignee: { $ne: null } } }, { $group: { _id: '$assignee', n: { $sum: 1 } } }])
    .toArray();
  const state = {
    intake: await db.collection('intake').countDocuments({ outcome: 'ticket' }),
    tickets: await tickets.countDocuments({}),
    messages: await db.collection('messages').countDocuments({ direction: 'in' }),
    distinctMessageIds: (await db.collection('messages').distinct('externalHashes', { direction: 'in' })).length,
    unrouted: await tickets.countDocuments({ assignee: null }),
    perAgent: loads.map((load) => Number(load['n'])),
  };
  await db.close();
  return state;
}

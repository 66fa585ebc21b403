import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose, { type Connection } from 'mongoose';
import { addAgent } from '../../server/agents/add.ts';
import { PLAIN_LETTERHEAD } from '../../server/settings/letterhead-model.ts';
import { writeLetterhead } from '../../server/settings/letterheads.ts';
import { buildTestApp, freePort } from '../support/app.ts';

export const AGENTS = 5;
const top = join(import.meta.dirname, '../..');

/** A desk in a process of its own that is killed and started again, with agents at work. */
export class KilledDesk {
  readonly smtpPort: number;
  private readonly port: number;
  private readonly dataDir: string;
  private readonly env: Record<string, string>;
  private server: ChildProcess | undefined;

  private constructor(dataDir: string, ports: [number, number], env: Record<string, string>) {
    this.dataDir = dataDir;
    [this.port, this.smtpPort] = ports;
    this.env = env;
  }

  /**
   * Agents with so much room each, as if their inboxes were open all the time; every mail is acknowledged. With an SMTP
   * door unless `env` names a mailbox.
   */
  static async make(capacity: number, env: Record<string, string>): Promise<KilledDesk> {
    const dataDir = await mkdtemp(join(tmpdir(), 'ombud-kill-'));
    const app = await buildTestApp({ dataDir });
    for (let i = 0; i < AGENTS; i++) {
      const who = {
        email: `a${i}@desk.test`,
        name: `Agent ${i}`,
        role: 'agent' as const,
        password: 'correct horse battery',
      };
      await addAgent(app.context, { ...who, capacity: { live: 3, mail: capacity } });
    }
    const lastSeenAt = new Date(Date.now() + 3_600_000);
    await app.context.db.collection('agents').updateMany({}, { $set: { availability: 'online', lastSeenAt } });
    await app.context.db.collection('agents').updateMany({ role: 'admin' }, { $set: { availability: 'offline' } });
    await writeLetterhead(app.context, 'env', { ...PLAIN_LETTERHEAD, acknowledge: { on: true, texts: {} } });
    await app.close(true);
    const ports: [number, number] = [await freePort(), await freePort()];
    const door = { MAIL_ADDRESS: 'support@desk.test', SMTP_IN_PORT: String(ports[1]) };
    return new KilledDesk(dataDir, ports, env['IMAP_URL'] ? env : { ...door, ...env });
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const env = {
      PATH: process.env['PATH'],
      HOST: '127.0.0.1',
      PORT: String(this.port),
      DATA_DIR: this.dataDir,
      LOG_LEVEL: 'error',
      ...this.env,
    };
    this.server = spawn(process.execPath, ['server/main.ts'], {
      cwd: top,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ok = (answer: Response) => answer.ok;
    const no = () => false;
    for (let i = 0; i < 1500; i++) {
      if (await fetch(`http://127.0.0.1:${this.port}/healthz`).then(ok, no)) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('the server did not start within 30 s');
  }

  async kill(): Promise<void> {
    const ended = this.server && once(this.server, 'exit');
    this.server?.kill('SIGKILL');
    await ended;
  }

  async remove(): Promise<void> {
    this.server?.kill('SIGKILL');
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** Resolves when the mailbox has been connected for the first time. */
  watching = (): Promise<void> => this.until((db) => db.collection('email_cursors').countDocuments(), 1);

  /** Resolves when so many mails are in the ledger. */
  recorded = (count: number): Promise<void> => this.until((db) => db.collection('intake').countDocuments(), count);

  /** What stands in the store once all is processed, routed and sent, or after five minutes. */
  async settled(mails: number) {
    return await this.asked(async (db) => {
      const tickets = db.collection('tickets');
      const open = async () =>
        mails -
        (await db.collection('intake').countDocuments({ outcome: 'ticket' })) +
        (await tickets.countDocuments({ assignee: null })) +
        (await db.collection('messages').countDocuments({ 'delivery.state': 'pending' }));
      for (const end = Date.now() + 300_000; (await open()) > 0 && Date.now() < end;)
        await new Promise((resolve) => setTimeout(resolve, 200));
      const loads = await tickets
        .aggregate([{ $match: { assignee: { $ne: null } } }, { $group: { _id: '$assignee', n: { $sum: 1 } } }])
        .toArray();
      const messages = db.collection('messages');
      const answers = await messages
        .aggregate([{ $match: { direction: 'out' } }, { $group: { _id: '$ticket', n: { $sum: 1 } } }])
        .toArray();
      return {
        items: await db.collection('intake').countDocuments({}),
        intake: await db.collection('intake').countDocuments({ outcome: 'ticket' }),
        tickets: await tickets.countDocuments({}),
        messages: await messages.countDocuments({ direction: 'in' }),
        distinctMessageIds: (await messages.distinct('externalHashes', { direction: 'in' })).length,
        unrouted: await tickets.countDocuments({ assignee: null }),
        perAgent: loads.map((load) => Number(load['n'])),
        unknown: await messages.countDocuments({ 'delivery.state': 'unknown' }),
        answered: answers.length,
        answeredTwice: answers.filter((one) => Number(one['n']) > 1).length,
      };
    });
  }

  private async until(count: (db: Connection) => Promise<number>, atLeast: number): Promise<void> {
    await this.asked(async (db) => {
      for (const end = Date.now() + 60_000; (await count(db)) < atLeast;) {
        if (Date.now() > end) throw new Error(`${await count(db)} of ${atLeast} after a minute`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    });
  }

  /** Asked as any client of the store would. */
  async asked<T>(question: (db: Connection) => Promise<T>): Promise<T> {
    const path = join(this.dataDir, 'store.json');
    if (!existsSync(path)) throw new Error('the store does not run');
    const { socket } = JSON.parse(readFileSync(path, 'utf8')) as { socket: string };
    const uri = `mongodb://${encodeURIComponent(socket)}/ombud?directConnection=true`;
    const db = await mongoose.createConnection(uri).asPromise();
    try {
      return await question(db);
    } finally {
      await db.close();
    }
  }
}

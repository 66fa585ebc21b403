import { Writable } from 'node:stream';
import type { InjectOptions } from 'fastify';
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import type { EmailChannel } from '../../../../server/channels/email/email.ts';
import { buildTestApp, type TestApp } from '../../../support/app.ts';
import { Sentinels } from '../../../support/sentinels.ts';
import { startReceiver, type Receiver } from '../../webhooks/receiver.ts';

/** A desk with all its doors open, whose every line of log and every event for other systems is kept. */
export class WatchedDesk {
  readonly sentinels = new Sentinels();
  readonly logged: string[] = [];
  /** What went out. */
  readonly mails: string[] = [];
  app!: TestApp;
  url!: string;
  receiver!: Receiver;
  admin!: string;
  smtpPort!: number;
  private outgoing!: SMTPServer;
  private ended: Promise<void> | undefined;

  async open(): Promise<void> {
    const log = new Writable({
      write: (chunk: Buffer, _encoding, done) => (this.logged.push(chunk.toString()), done()),
    });
    this.receiver = await startReceiver();
    const smtpUrl = await this.startOutgoing();
    this.app = await buildTestApp({
      env: {
        MAIL_ADDRESS: 'support@desk.test',
        SMTP_IN_PORT: '0',
        SMTP_URL: smtpUrl,
        ALLOW_PRIVATE_HOSTS: '127.0.0.1',
        LOG_LEVEL: 'trace',
      },
      log,
    });
    this.url = await this.app.listen();
    this.smtpPort = (this.app.context.channels.get('email') as EmailChannel).smtpPort() ?? 0;
    const admin = await this.app.signIn('admin');
    this.admin = this.sentinels.secret('session', admin.cookie.replace('ombud_session=', ''));
  }

  /** Takes what is sent, but refuses nowhere.test in words that repeat whom it refuses. */
  private async startOutgoing(): Promise<string> {
    this.outgoing = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      onAuth: (_auth, _session, done) => done(null, { user: 'desk' }),
      onRcptTo: ({ address }, _session, done) =>
        !address.endsWith('@nowhere.test')
          ? done()
          : done(Object.assign(new Error(`<${address}> is unknown here`), { responseCode: 550 })),
      onData: (stream, _session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => (this.mails.push(Buffer.concat(chunks).toString()), done()));
      },
    });
    this.outgoing.on('error', () => undefined);
    await new Promise<void>((done) => this.outgoing.listen(0, '127.0.0.1', done));
    const { port } = this.outgoing.server.address() as AddressInfo;
    return `smtp://desk:${this.sentinels.word('smtppassword')}@127.0.0.1:${port}?tls=off`;
  }

  /** What the admin asks; fails unless it is answered with that status. */
  async ask(method: 'GET' | 'POST' | 'PUT', path: string, payload?: object, status = [200, 201, 202, 204]) {
    const headers = { cookie: `ombud_session=${this.admin}` };
    const request: InjectOptions = { method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) };
    const answer = await this.app.inject(request);
    expect([`${method} ${path}`, answer.statusCode, answer.body.slice(0, 300)]).toEqual([
      `${method} ${path}`,
      expect.toSatisfy((code: number) => status.includes(code)),
      expect.anything(),
    ]);
    return answer;
  }

  /** The number of the ticket whose messages hold that text. */
  async numberOf(text: string): Promise<number> {
    const { items } = (await this.ask('GET', '/tickets?limit=100')).json();
    for (const { number, subject, snippet } of items as { number: number; subject: string; snippet: string }[])
      if (`${subject} ${snippet}`.includes(text)) return number;
    throw new Error(`no ticket says ${text}`);
  }

  /** Ends the desk, once; its folder stays. */
  async close(): Promise<void> {
    await (this.ended ??= this.app.close(true));
  }

  async closeOthers(): Promise<void> {
    await this.receiver.close();
    await new Promise<void>((done) => this.outgoing.close(done));
  }
}

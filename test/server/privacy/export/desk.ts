import { randomBytes } from 'node:crypto';
import { Ajv } from 'ajv';
import type { InjectOptions } from 'fastify';
import { expect } from 'vitest';
import type { Export } from '../../../../server/privacy/export/schema.ts';
import type { InboundMessage } from '../../../../server/tickets/envelopes.ts';
import { ticketById } from '../../../../server/tickets/find.ts';
import type { TicketDoc } from '../../../../server/tickets/model.ts';
import { buildTestApp, type TestApp } from '../../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../../support/script-channel.ts';
import { unzip } from '../../../support/unzip.ts';

/** An archive that was read. */
export interface Read {
  files: Map<string, Buffer>;
  data: Export;
  page: string;
}

/** The parts of an archive; its data fits the schema that lies beside it. */
export function read(zip: Buffer): Read {
  const files = unzip(zip);
  const text = (name: string) => files.get(name)?.toString('utf8') ?? '';
  const data = JSON.parse(text('data.json')) as Export;
  const ajv = new Ajv({ strict: false, formats: { 'date-time': true } });
  expect(ajv.validate(JSON.parse(text('data.schema.json')), data)).toBe(true);
  return { files, data, page: text('index.html') };
}

export const photo = Buffer.concat([Buffer.from('\x89PNG'), randomBytes(400_000)]);
const file = (name: string, content: Buffer) => ({ name, type: 'image/png', content });

/** A desk with an admin, an agent, and customers who bring what is hard to export. */
export class ExportDesk {
  readonly app: TestApp;
  readonly admin: string;
  readonly agent: string;
  private readonly email: ScriptChannel;

  private constructor(app: TestApp, admin: string, agent: string) {
    this.app = app;
    this.admin = admin;
    this.agent = agent;
    this.email = installScriptChannel(app);
  }

  static async open(): Promise<ExportDesk> {
    const app = await buildTestApp();
    const [admin, agent] = [await app.signIn('admin'), await app.signIn('agent', { name: 'Benedykt Nowak' })];
    return new ExportDesk(app, admin.cookie, agent.cookie);
  }

  /** A new customer's mail, with files of equal and hostile names. */
  async bring(more: Partial<InboundMessage> = {}): Promise<TicketDoc> {
    const value = `ala${randomBytes(4).toString('hex')}@people.example`;
    const { ticket } = await (
      await this.email.bring({
        from: { kind: 'email', value, name: 'Ala <b>Kot</b>', verified: false },
        threadKeys: [value],
        language: 'pl',
        text: 'Zażółć <script>alert(1)</script> gęślą jaźń',
        attachments: [
          file('lampe.png', photo),
          file('lampe.png', Buffer.from('another')),
          file('../../etc/CON', photo),
        ],
        ...more,
      })
    ).done;
    return await ticketById(this.app.context, ticket ?? '');
  }

  /** What an agent does. */
  async act(method: 'GET' | 'POST' | 'PUT', path: string, payload?: object) {
    const request: InjectOptions = { method, url: `/api/v1${path}`, headers: { cookie: this.agent } };
    return await this.app.inject({ ...request, ...(payload ? { payload } : {}) });
  }

  ask(customer: unknown, cookie?: string) {
    const url = `/api/v1/customers/${String(customer)}/export`;
    return this.app.inject({ url, ...(cookie ? { headers: { cookie } } : {}) });
  }

  async exported(customer: unknown): Promise<Read> {
    const answer = await this.ask(customer, this.admin);
    expect(answer.statusCode).toBe(200);
    return read(answer.rawPayload);
  }
}

import { Types } from 'mongoose';
import { expect } from 'vitest';
import { findDue } from '../../../server/automation/due.ts';
import { AutomationRuns } from '../../../server/automation/model.ts';
import { runDue } from '../../../server/automation/run.ts';
import type { AutomationView, RunList } from '../../../server/automation/schema.ts';
import { mailGate } from '../../../server/channels/mail-gate.ts';
import { Messages, type MessageDoc } from '../../../server/tickets/message-model.ts';
import type { TicketView } from '../../../server/tickets/schema.ts';
import { opened } from '../../../server/vault/sealed.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';
import { numberOf } from '../../support/ticket-number.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
type SignedIn = Awaited<ReturnType<TestApp['signIn']>>;

/** An empty desk with rules over time, its clock in the test's hands. */
export class Desk {
  /** Ahead of the machine's: what expires by the store's own clock is not gone in the middle. */
  now = Date.parse('2037-06-01T10:00:00Z');
  app!: TestApp;
  mail!: ScriptChannel;
  lead!: SignedIn;
  admin!: SignedIn;

  async open(): Promise<void> {
    this.app = await buildTestApp({ clock: { now: () => new Date((this.now += 1)) }, empty: true });
    this.mail = installScriptChannel(this.app);
    await this.leap(this.now);
  }

  /** Sessions end meanwhile. */
  async leap(to: number): Promise<void> {
    this.now = to;
    this.lead = await this.app.signIn('supervisor');
    this.admin = await this.app.signIn('admin');
  }

  readonly call = (method: Method, path: string, payload?: object, cookie = this.lead.cookie) =>
    this.app.inject({ method, url: `/api/v1${path}`, headers: { cookie }, ...(payload ? { payload } : {}) });
  readonly bring = async (more = {}) => await numberOf(this.app, (await (await this.mail.bring(more)).done).ticket);
  readonly read = async (number: number): Promise<TicketView> => (await this.call('GET', `/tickets/${number}`)).json();
  readonly change = async (number: number, verb: string, body: object) =>
    expect((await this.call('POST', `/tickets/${number}/${verb}`, body)).statusCode).toBe(200);

  /** A rule, tried and switched on. */
  readonly rule = async (name: string, trigger: object, deeds: object, conditions: object = {}): Promise<string> => {
    const added = await this.call('POST', '/automations', { name, trigger, deeds, conditions });
    expect([added.statusCode, added.json()]).toEqual([201, expect.objectContaining({ name, enabled: false })]);
    const { id } = added.json() as AutomationView;
    expect((await this.call('POST', `/automations/${id}/trials`)).statusCode).toBe(200);
    expect((await this.call('PUT', `/automations/${id}/enabled`, { enabled: true })).statusCode).toBe(200);
    return id;
  };
  readonly view = async (id: string): Promise<AutomationView> => {
    const { items } = (await this.call('GET', '/automations')).json() as { items: AutomationView[] };
    return items.find((one) => one.id === id) as AutomationView;
  };
  readonly log = async (rule: string): Promise<RunList['items']> =>
    ((await this.call('GET', `/automations/runs?rule=${rule}`)).json() as RunList).items;

  readonly run = () => runDue(this.app.context, mailGate(this.app.context));
  /** Everything that is planned is carried out, by whichever loop gets it. */
  readonly settle = async (): Promise<void> => {
    await findDue(this.app.context);
    await this.run();
    const left = () =>
      AutomationRuns(this.app.context).countDocuments({ state: 'waiting', dueAt: { $lte: new Date(this.now) } });
    await expect.poll(left, { timeout: 30_000, interval: 20 }).toBe(0);
  };
  readonly said = async (number: number): Promise<string[]> => {
    const { id } = await this.read(number);
    const sent = { ticket: new Types.ObjectId(id), direction: 'out', automatic: true } as const;
    const docs = await Messages(this.app.context).find(sent).sort({ n: 1 }).lean<MessageDoc[]>();
    return docs.map((doc) => opened(this.app.context, Messages, doc).text);
  };
}

import { Types } from 'mongoose';
import { expect } from 'vitest';
import { RetentionRuns, type RetentionWish } from '../../../../server/privacy/retention/model.ts';
import { listRetention } from '../../../../server/privacy/retention/rules.ts';
import { beginRun, carryOutRun } from '../../../../server/privacy/retention/run.ts';
import type { RetentionRuleView } from '../../../../server/privacy/retention/schema.ts';
import type { InboundMessage } from '../../../../server/tickets/envelopes.ts';
import { ticketById } from '../../../../server/tickets/find.ts';
import { Messages } from '../../../../server/tickets/message-model.ts';
import type { TicketDoc } from '../../../../server/tickets/model.ts';
import type { MessageView } from '../../../../server/tickets/schema.ts';
import { buildTestApp, type TestApp } from '../../../support/app.ts';
import { eventually } from '../../../support/eventually.ts';
import { installScriptChannel } from '../../../support/script-channel.ts';

const DAY = 86_400_000;

export interface Brought {
  ticket: TicketDoc;
  url: string;
  intake: string;
  customer: string;
  address: string;
}

export type AgingDesk = Awaited<ReturnType<typeof agingDesk>>;

/** A desk whose days go by at a word. */
export async function agingDesk() {
  // Long ago, so that a command that goes by the real time finds it old.
  let now = (Math.floor(Date.now() / DAY) - 400.5) * DAY;
  const app = await buildTestApp({ empty: true, clock: { now: () => new Date(now) } });
  const mail = installScriptChannel(app);
  let admin = '';
  /** As an admin who is signed in at that moment. */
  const ask = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) => {
    admin ||= (await app.signIn('admin')).cookie;
    const url = path.startsWith('/api') ? path : `/api/v1${path}`;
    const answer = await app.inject({ method, url, headers: { cookie: admin }, ...(payload ? { payload } : {}) });
    return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() };
  };
  return {
    app,
    mail,
    ask,
    days(count: number) {
      now += count * DAY;
      admin = ''; // a session does not last that long
    },
    /** A mail with a file, an answer, a note; solved at once. */
    async solved(address: string, more: Partial<InboundMessage> = {}): Promise<Brought> {
      const attachments = [{ name: 'bill.txt', type: 'text/plain', content: Buffer.from(`bill of ${address}`) }];
      const from = { kind: 'email' as const, value: address, name: `Ana ${address.split('@')[0]}`, verified: false };
      const text = `from ${address}`;
      const { id, done } = await mail.bring({ from, threadKeys: [address], attachments, text, ...more });
      const ticket = await ticketById(app.context, (await done).ticket ?? '');
      const url = `/api/v1/tickets/${ticket.number}`;
      for (const [kind, payload] of Object.entries({
        notes: { clientId: `note-of-${ticket.number}-${now}`, text: `note on ${address}` },
        replies: { clientId: `reply-to-${ticket.number}-${now}`, text: `answer to ${address}` },
      }))
        expect((await ask('POST', `${url}/${kind}`, payload)).status).toBe(201);
      await settled(app, ticket._id);
      const over = { clientId: `over-${ticket.number}-${now}`, step: 'withdraw' };
      if (more.type && more.type !== 'inquiry') expect((await ask('POST', `${url}/steps`, over)).status).toBe(200);
      expect((await ask('POST', `${url}/status`, { status: 'solved' })).status).toBe(200);
      return { ticket, url, intake: id, customer: String(ticket.customer), address };
    },
    async rule(wish: Partial<RetentionWish> & { active?: boolean }): Promise<RetentionRuleView> {
      const whole = { type: null, channel: null, days: 30, act: 'redact', active: true, ...wish };
      const { status, body } = await ask('POST', '/retention/rules', whole);
      expect(status).toBe(201);
      return body as RetentionRuleView;
    },
    async dropRules() {
      for (const { id } of await listRules(app)) await ask('DELETE', `/retention/rules/${id}`);
    },
    /** Carries out the rules that are on, now; answers the run. */
    async run() {
      const { context } = app;
      const rules = (await listRetention(context)).filter(({ active }) => active);
      const begun = await beginRun(context, rules, { kind: 'system', name: 'test' }, false);
      await carryOutRun(context, begun, () => Promise.resolve(true));
      return await RetentionRuns(context).findById(begun._id).orFail().lean();
    },
    preview: async (rule = '') => (await ask('GET', `/retention/preview${rule && `?rule=${rule}`}`)).body,
    async texts({ number }: TicketDoc): Promise<string[]> {
      const items = (await ask('GET', `/tickets/${number}/messages`)).body.items as MessageView[];
      return items.filter(({ direction }) => direction !== 'event').map(({ text }) => text);
    },
    close: () => app.close(),
  };
}

const listRules = async (app: TestApp) => (await listRetention(app.context)).map(({ _id }) => ({ id: String(_id) }));

export const numbers = (...brought: Brought[]) => brought.map(({ ticket }) => ticket.number).sort((a, b) => a - b);

/** The answer has gone out: nothing is pending any more. */
async function settled(app: TestApp, ticket: Types.ObjectId): Promise<void> {
  await eventually(async () =>
    expect(await Messages(app.context).countDocuments({ ticket, 'delivery.state': 'pending' })).toBe(0),
  );
}

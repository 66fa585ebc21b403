import { afterAll, beforeAll, expect, it } from 'vitest';
import { drain } from '../../../../server/channels/delivery.ts';
import type { EmailChannel } from '../../../../server/channels/email/email.ts';
import { Intake } from '../../../../server/intake/model.ts';
import { Tickets, type TicketDoc } from '../../../../server/tickets/model.ts';
import { buildTestApp, type TestApp } from '../../../support/app.ts';
import { eventually } from '../../../support/eventually.ts';
import { openSmtpSink, type SmtpSink } from '../../../support/smtp-sink.ts';
import { mailOf } from './desk.ts';
import { smtpClient } from './smtp-client.ts';

let app: TestApp;
let sink: SmtpSink;
let port: number;
beforeAll(async () => {
  sink = await openSmtpSink();
  const env = {
    MAIL_ADDRESS: 'support@desk.test',
    SMTP_IN_PORT: '0',
    SMTP_URL: sink.url,
    MAIL_AUTHSERV_ID: 'mx.desk.test',
  };
  app = await buildTestApp({ empty: true, env });
  await app.listen();
  port = (app.context.channels.get('email') as EmailChannel).smtpPort() ?? 0;
});
afterAll(async () => {
  await app.close();
  await sink.stop();
});

const FLAGS: [reason: string, headers: Record<string, string>][] = [
  ['flagged', { 'X-Spam-Flag': 'YES' }],
  ['flagged', { 'X-MS-Exchange-Organization-SCL': '5' }],
  ['flagged', { 'X-Forefront-Antispam-Report': 'CIP:1.2.3.4;SCL:9;SFV:SPM' }],
  ['dmarc', { 'Authentication-Results': 'mx.desk.test; dmarc=fail (p=reject) header.from=people.test' }],
  ['blocked', {}],
];
const GOOD: Record<string, string>[] = [
  {},
  { 'X-Spam-Flag': 'NO', 'X-Spam-Status': 'No, score=1.2' },
  { 'X-MS-Exchange-Organization-SCL': '4' },
  { 'Authentication-Results': 'mx.desk.test; dmarc=pass (p=reject) header.from=people.test' },
  // A stranger's word, and a domain that asks for nothing.
  { 'Authentication-Results': 'mx.elsewhere.test; dmarc=fail (p=reject) header.from=people.test' },
];
const EACH = 20;

it('100 flagged mails among 100 good ones: none of those is routed or told, none of these is held', async () => {
  const { agent, cookie } = await app.signIn('agent', { capacity: { live: 3, mail: 500 } });
  const online = { method: 'PUT' as const, url: '/api/v1/agents/me/availability', headers: { cookie } };
  await app.inject({ ...online, payload: { state: 'online' } });
  const client = await smtpClient(port);
  let n = 0;
  const send = async (sender: string, headers: Record<string, string>, subject: string) => {
    const mail = mailOf(
      { From: sender, Subject: subject, 'Message-ID': `<${++n}@people.test>`, ...headers },
      `Text ${n}`,
    );
    expect(await client.send(mail, undefined, sender)).toMatch(/^250/);
    await client.say('RSET');
  };
  await send('blocked@people.test', {}, 'before');
  const first = await eventually(() => Tickets(app.context).findOne().lean<TicketDoc>().orFail());
  const block = {
    method: 'POST' as const,
    url: `/api/v1/customers/${String(first.customer)}/block`,
    headers: { cookie },
  };
  expect((await app.inject({ ...block, payload: { blocked: true } })).statusCode).toBe(200);
  for (let i = 0; i < EACH; i++) {
    for (const [reason, headers] of FLAGS)
      await send(reason === 'blocked' ? 'blocked@people.test' : `spam${i}@people.test`, headers, reason);
    for (const headers of GOOD) await send(`good${i}@people.test`, headers, 'good');
  }
  client.close();
  const all = FLAGS.length * EACH;
  await eventually(async () => {
    expect(await Intake(app.context).countDocuments({ outcome: 'ticket', settled: true })).toBe(1 + 2 * all);
    expect(await Tickets(app.context).countDocuments({ queued: true })).toBe(0);
  });
  await drain(app.context);
  const spam = await Tickets(app.context).find({ spam: true }).lean<TicketDoc[]>();
  const reasons = Object.entries(Object.groupBy(spam, ({ spamReason = 'marked' }) => spamReason));
  expect(Object.fromEntries(reasons.map(([reason, some]) => [reason, some?.length]))).toEqual({
    flagged: 3 * EACH,
    dmarc: EACH,
    blocked: EACH,
  });
  for (const ticket of spam)
    expect(ticket).toMatchObject({ assignee: null, queued: false, status: 'closed', routing: null });
  const routed = await Tickets(app.context)
    .find({ assignee: { $ne: null } })
    .lean<TicketDoc[]>();
  expect(routed).toHaveLength(1 + all);
  expect(new Set(routed.map(({ assignee }) => String(assignee)))).toEqual(new Set([agent.id]));
  // What the agents' screens were told of: the good ones, each.
  const told = await app.context.db.collection('events').distinct('ticket', { kind: 'message' });
  expect(new Set(told.map(String))).toEqual(new Set(routed.map(({ _id }) => String(_id))));
  expect(sink.taken.filter(({ to }) => to.some((address) => address.startsWith('spam')))).toEqual([]);
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmailChannel } from '../../../../server/channels/email/email.ts';
import { Tickets, type TicketDoc } from '../../../../server/tickets/model.ts';
import { Accounts } from '../../../../server/settings/account-model.ts';
import { buildTestApp, type TestApp } from '../../../support/app.ts';
import { eventually } from '../../../support/eventually.ts';
import { mailOf } from './desk.ts';
import { smtpClient } from './smtp-client.ts';

const env = { MAIL_ADDRESS: 'support@desk.test', SMTP_IN_PORT: '0' };
const body = { name: 'Sales', address: 'Sales@desk.test', enabled: true, door: false, since: 'now' };
const mailbox = (address: string, more: object = {}) => ({ ...body, name: address, address, ...more });

let app: TestApp;
let cookie: string;
/** The highest number of before. */
let known = 0;
beforeAll(async () => {
  app = await buildTestApp({ env });
  await app.listen();
  cookie = (await app.signIn('admin')).cookie;
  known = (await allTickets()).at(-1)?.number ?? 0;
});
afterAll(() => app.close());

const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object, as = cookie) =>
  app.inject({ method, url: `/api/v1/mailboxes${path}`, headers: { cookie: as }, ...(payload ? { payload } : {}) });
/** Those that came by these tests. */
const tickets = async () => (await allTickets()).filter(({ number }) => number > known);
const allTickets = () => Tickets(app.context).find().sort({ number: 1 }).lean<TicketDoc[]>();

async function sendToDoor(...recipients: string[]): Promise<string> {
  const client = await smtpClient((app.context.channels.get('email') as EmailChannel).smtpPort() ?? 0);
  await client.say('EHLO people.test');
  await client.say('MAIL FROM:<ann@people.test>');
  const answers = [];
  for (const recipient of recipients) answers.push(await client.say(`RCPT TO:<${recipient}>`));
  if (answers.every((answer) => answer.startsWith('250'))) {
    await client.say('DATA');
    client.socket.write(`${mailOf({ Subject: recipients.join(' ') }).toString()}\r\n.\r\n`);
    await eventually(async () => expect((await tickets()).length).toBeGreaterThan(0));
  }
  client.close();
  return answers.map((answer) => answer.slice(0, 3)).join(' ');
}

describe('mailboxes of the settings', () => {
  it('are for admins', async () => {
    expect((await app.inject({ method: 'GET', url: '/api/v1/mailboxes' })).statusCode).toBe(401);
    const { cookie: agent } = await app.signIn('agent');
    expect((await call('GET', '', undefined, agent)).statusCode).toBe(403);
    expect((await call('POST', '', body, agent)).statusCode).toBe(403);
  });

  it('shows the one of the environment as locked', async () => {
    expect((await call('GET', '')).json().items).toMatchObject([
      { id: 'env', address: 'support@desk.test', locked: true, door: true },
    ]);
    expect((await call('PUT', '/env', mailbox('support@desk.test'))).statusCode).toBe(404);
    expect((await call('POST', '', mailbox('support@desk.test'))).json()).toMatchObject({ code: 'already-exists' });
  });

  it('keeps passwords sealed, never shows them, and does not send them to another server', async () => {
    const imap = { host: 'imap.desk.test', port: 993, security: 'tls', user: 'sales', password: 's3cret-one' };
    const made = (await call('POST', '', mailbox('one@desk.test', { enabled: false, imap }))).json<{ id: string }>();
    expect(made).toMatchObject({ address: 'one@desk.test', imap: { host: 'imap.desk.test', folder: 'INBOX' } });
    expect((await call('GET', '')).body).not.toContain('s3cret-one');
    expect(JSON.stringify(await Accounts(app.context).find().lean())).not.toContain('s3cret-one');
    const { password: _, ...same } = imap;
    expect(
      (await call('PUT', `/${made.id}`, mailbox('one@desk.test', { imap: { ...same, port: 143 } }))).statusCode,
    ).toBe(200);
    const other = { ...same, host: 'imap.stranger.test' };
    expect((await call('PUT', `/${made.id}`, mailbox('one@desk.test', { imap: other }))).statusCode).toBe(400);
    expect((await call('DELETE', `/${made.id}`)).statusCode).toBe(204);
    expect((await call('DELETE', `/${made.id}`)).statusCode).toBe(404);
  });

  it('takes mail at the one SMTP door, each for its own account; a mail to both is two tickets', async () => {
    expect(await sendToDoor('sales@desk.test')).toBe('550');
    const { id } = (await call('POST', '', { ...body, door: true })).json<{ id: string }>();
    expect(await sendToDoor('sales+x@desk.test')).toBe('250');
    expect((await tickets()).map(({ account }) => account)).toEqual([id]);
    expect(await sendToDoor('sales@desk.test', 'support@desk.test')).toBe('250 250');
    await eventually(async () =>
      expect((await tickets()).map(({ account }) => account).sort()).toEqual([id, id, 'env'].sort()),
    );
    await call('PUT', `/${id}`, { ...body, door: true, enabled: false });
    expect(await sendToDoor('sales@desk.test')).toBe('550');
    await call('PUT', `/${id}`, { ...body, door: true });
    expect(await sendToDoor('sales@desk.test')).toBe('250');
  });
});

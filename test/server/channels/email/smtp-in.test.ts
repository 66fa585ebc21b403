import { createHash, type X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmailChannel } from '../../../../server/channels/email/email.ts';
import { doorCertificate } from '../../../../server/channels/email/certificate.ts';
import { openSmtpDoor, type SmtpDoorOptions } from '../../../../server/channels/email/smtp-in.ts';
import { openRaw, openReason } from '../../../../server/intake/raw.ts';
import { Intake, type IntakeDoc } from '../../../../server/intake/model.ts';
import { Tickets } from '../../../../server/tickets/model.ts';
import { buildTestApp, type TestApp } from '../../../support/app.ts';
import { eventually } from '../../../support/eventually.ts';
import { mailOf } from './desk.ts';
import { smtpClient } from './smtp-client.ts';

const env = { MAIL_ADDRESS: 'support@desk.test', SMTP_IN_PORT: '0' };
let app: TestApp;
let port: number;
/** How many there were before. */
let known = 0;
beforeAll(async () => {
  app = await buildTestApp({ env });
  known = (await allItems()).length;
  port = await open(app);
});
afterAll(() => app.close());

async function open(of: TestApp): Promise<number> {
  await of.listen();
  return (of.context.channels.get('email') as EmailChannel).smtpPort() ?? 0;
}
const allItems = () => Intake(app.context).find({ channel: 'email' }).sort({ _id: 1 }).lean<IntakeDoc[]>();
/** Those that came by these tests. */
const items = async () => (await allItems()).slice(known);
const reasonOf = (item: IntakeDoc | undefined) => item && openReason(app.context, item);
async function send(raw: Buffer | string, to?: string, from?: string): Promise<string> {
  const client = await smtpClient(port);
  const answer = await client.send(raw, to, from);
  client.close();
  return answer;
}

describe('the SMTP door', () => {
  it('answers 250 when the mail is in the ledger, byte for byte, and makes a ticket', async () => {
    const before = await Tickets(app.context).countDocuments();
    const raw = mailOf({ Subject: 'Lámpara', 'Message-ID': '<1@people.test>' }, '.dots\n..\nlast');
    expect(await send(raw)).toMatch(/^250 /);
    const [item] = await items();
    expect(item && (await openRaw(app.context, item))).toEqual({
      raw,
      sha256: createHash('sha256').update(raw).digest('hex'),
      meta: {
        recipients: ['support@desk.test'],
        returnPath: 'ann@people.test',
        peer: { ip: '127.0.0.1', helo: 'people.test' },
      },
    });
    await eventually(async () => expect(await items()).toMatchObject([{ outcome: 'ticket' }]));
    expect(await Tickets(app.context).countDocuments()).toBe(before + 1);
  });

  it('takes the same mail twice as one, and one that differs in a byte as another', async () => {
    const before = (await items()).length;
    const raw = mailOf({ 'Message-ID': '<2@people.test>' });
    expect([await send(raw), await send(raw)].map((answer) => answer.slice(0, 3))).toEqual(['250', '250']);
    expect(await items()).toHaveLength(before + 1);
    await send(mailOf({ 'Message-ID': '<2@people.test>' }, 'hello'));
    expect(await items()).toHaveLength(before + 2);
  });

  it.each([
    ['support@desk.test', '250'],
    ['Support@DESK.test', '250'],
    ['support+orders@desk.test', '250'],
    ['sales@desk.test', '550 5.1.1'],
    ['support@elsewhere.test', '550 5.1.1'],
    ['support%elsewhere.test@desk.test', '550 5.1.1'],
  ])('answers a recipient %s with %s: it is no relay', async (recipient, expected) => {
    const client = await smtpClient(port);
    await client.say('EHLO people.test');
    await client.say('MAIL FROM:<ann@people.test>');
    expect((await client.say(`RCPT TO:<${recipient}>`)).slice(0, expected.length)).toBe(expected);
    client.close();
  });

  it('offers no sign-in, says its size, and refuses what is larger', async () => {
    const client = await smtpClient(port);
    const offers = await client.say('EHLO people.test');
    expect(offers).toContain('SIZE 26214400');
    expect(offers).not.toContain('AUTH');
    expect(await client.say('AUTH PLAIN AGEAYg==')).toMatch(/^50[0-3]/);
    expect(await client.say('MAIL FROM:<ann@people.test> SIZE=26214401')).toMatch(/^552/);
    client.close();
    const before = (await items()).length;
    expect(await send(mailOf({}, 'x'.repeat(998).concat('\n').repeat(26_500)))).toMatch(/^552/);
    expect(await items()).toHaveLength(before);
  });

  it('keeps nothing of a mail whose connection was cut before its end', async () => {
    const before = (await items()).length;
    const client = await smtpClient(port);
    await client.say('EHLO people.test');
    await client.say('MAIL FROM:<ann@people.test>');
    await client.say('RCPT TO:<support@desk.test>');
    await client.say('DATA');
    client.socket.write(mailOf({ Subject: 'cut' }));
    await new Promise<void>((resolve) => client.socket.end(() => resolve()));
    expect(await send(mailOf({ Subject: 'after the cut' }))).toMatch(/^250/);
    expect(await items()).toHaveLength(before + 1);
  });

  it('knows a robot by its empty envelope sender', async () => {
    expect(await send(mailOf({ Subject: 'Away' }), undefined, '')).toMatch(/^250/);
    await eventually(async () => expect((await items()).at(-1)?.outcome).toBe('ignored'));
    expect(reasonOf((await items()).at(-1))).toBe('automatic reply');
  });

  it('puts poison into quarantine with its reason, and the next mail flows', async () => {
    await send(mailOf({ 'Content-Type': 'multipart/mixed; boundary=b' }, '--b\n\nx\n'.repeat(2_000)));
    await send(mailOf({ Subject: 'the next' }));
    await eventually(async () =>
      expect((await items()).slice(-2)).toMatchObject([{ outcome: 'quarantined' }, { outcome: 'ticket' }]),
    );
    expect(reasonOf((await items()).at(-2))).toBe('more than 1000 parts');
  });
});

const doorWith = (more: Partial<SmtpDoorOptions>) =>
  openSmtpDoor(app.context, {
    name: 'desk.test',
    accountOf: (address) => (address.startsWith('support') ? 'env' : undefined),
    host: '127.0.0.1',
    port: 0,
    onMail: () => undefined,
    certificate: () => doorCertificate(app.context.config, 'desk.test'),
    ...more,
  });

it('offers STARTTLS with a certificate signed by itself, which stays the same, or with the one of the configuration', async () => {
  const shown = async (at: number): Promise<X509Certificate> => {
    const client = await smtpClient(at);
    expect(await client.say('EHLO people.test')).toContain('STARTTLS');
    expect(await client.say('STARTTLS')).toMatch(/^220/);
    client.socket.removeAllListeners('data');
    const secure = connectTls({ socket: client.socket, rejectUnauthorized: false, servername: 'desk.test' });
    await once(secure, 'secureConnect');
    secure.write('EHLO people.test\r\n');
    const [answer] = (await once(secure, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^250-/);
    expect(answer.toString()).not.toContain('STARTTLS');
    const certificate = secure.getPeerX509Certificate();
    secure.destroy();
    return certificate ?? expect.fail('no certificate');
  };
  const first = await shown(port);
  expect(first.checkHost('desk.test')).toBe('desk.test');
  expect(first.verify(first.publicKey)).toBe(true);
  const path = join(app.dataDir, 'smtp-in.pem');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const other = join(app.dataDir, 'own.pem');
  const door = await doorWith({});
  expect((await shown(door.port)).fingerprint256).toBe(first.fingerprint256);
  await door.stop();
  renameSync(path, other);
  const config = {
    ...app.context.config,
    mail: { ...app.context.config.mail, smtpInTls: { cert: other, key: other } },
  };
  const own = await doorWith({ certificate: () => doorCertificate(config, 'desk.test') });
  expect((await shown(own.port)).fingerprint256).toBe(first.fingerprint256);
  expect(existsSync(path)).toBe(false);
  await own.stop();
});

it('has limits for each client: connections, mails, and tries of names', async () => {
  const limits = { connections: 2, mailsPerMinute: 3, strangersPerMinute: 2, trusts: () => false };
  const door = await doorWith({ limits });
  const [one, two, three] = [await smtpClient(door.port), await smtpClient(door.port), await smtpClient(door.port)];
  // The greeting of the third was the refusal.
  await eventually(() => expect(three.socket.readableEnded || three.socket.destroyed).toBe(true));
  two.close();
  await one.say('EHLO people.test');
  const answers = [];
  for (let i = 0; i < 12; i++) {
    answers.push((await one.say('MAIL FROM:<ann@people.test>')).slice(0, 3));
    await one.say('RSET');
  }
  expect(answers.slice(0, 3)).toEqual(['250', '250', '250']);
  expect(answers).toContain('450');
  // A minute may end in between: never more than two of them allow.
  expect(answers.filter((answer) => answer === '250').length).toBeLessThanOrEqual(6);
  one.close();
  await door.stop();

  const guarded = await doorWith({ limits: { ...limits, mailsPerMinute: 100 } });
  const guesser = await smtpClient(guarded.port);
  await guesser.say('EHLO people.test');
  await guesser.say('MAIL FROM:<ann@people.test>');
  const guesses = [];
  for (let i = 0; i < 40; i++) guesses.push((await guesser.say(`RCPT TO:<name${i}@desk.test>`)).slice(0, 3));
  expect(guesses.slice(0, 2)).toEqual(['550', '550']);
  expect(guesses).toContain('450');
  expect(guesses.filter((answer) => answer === '550').length).toBeLessThanOrEqual(4);
  guesser.close();
  await guarded.stop();
});

it('answers 452 while too much is in memory, and takes the same mail when there is room again', async () => {
  const door = await doorWith({ memory: 100_000 });
  const [slow, other] = [await smtpClient(door.port), await smtpClient(door.port)];
  for (const line of ['EHLO people.test', 'MAIL FROM:<ann@people.test>', 'RCPT TO:<support@desk.test>', 'DATA'])
    await slow.say(line);
  slow.socket.write(mailOf({ Subject: 'slow' }, 'x'.repeat(70).concat('\r\n').repeat(900)));
  const mail = mailOf({ Subject: 'crowded' }, 'y'.repeat(70).concat('\r\n').repeat(900));
  await eventually(async () => expect(await other.send(mail)).toMatch(/^452 4\.3\.1/));
  expect(await slow.say('\r\n.')).toMatch(/^250/);
  await eventually(async () => expect(await other.send(mail)).toMatch(/^250/));
  slow.close();
  other.close();
  await door.stop();
});

it('answers 451 while the store cannot write', async () => {
  const broken = await buildTestApp({ env });
  const client = await smtpClient(await open(broken));
  await broken.context.db.close();
  expect(await client.send(mailOf({}))).toMatch(/^451 /);
  client.close();
  await broken.close().catch(() => undefined);
});

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmailChannel } from '../../../../server/channels/email/email.ts';
import { openSmtpDoor } from '../../../../server/channels/email/smtp-in.ts';
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
beforeAll(async () => {
  app = await buildTestApp({ env });
  port = await open(app);
});
afterAll(() => app.close());

async function open(of: TestApp): Promise<number> {
  await of.listen();
  return (of.context.channels.get('email') as EmailChannel).smtpPort() ?? 0;
}
const items = () => Intake(app.context).find({ channel: 'email' }).sort({ _id: 1 }).lean<IntakeDoc[]>();
const reasonOf = (item: IntakeDoc | undefined) => item && openReason(app.context, item);
async function send(raw: Buffer | string, to?: string, from?: string): Promise<string> {
  const client = await smtpClient(port);
  const answer = await client.send(raw, to, from);
  client.close();
  return answer;
}

describe('the SMTP door', () => {
  it('answers 250 when the mail is in the ledger, byte for byte, and makes a ticket', async () => {
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
    expect(await Tickets(app.context).countDocuments()).toBe(1);
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

it('answers 452 while too much is in memory, and takes the same mail when there is room again', async () => {
  const { context } = app;
  const options = { name: 'desk.test', accountOf: () => 'env', host: '127.0.0.1', port: 0, onMail: () => undefined };
  const door = await openSmtpDoor(context, { ...options, memory: 100_000 });
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

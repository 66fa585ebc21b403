import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Agents } from '../../../../server/agents/model.ts';
import { loadTicket, messageById } from '../../../../server/tickets/find.ts';
import { Messages, type MessageDoc } from '../../../../server/tickets/message-model.ts';
import { Tickets, type TicketDoc } from '../../../../server/tickets/model.ts';
import { eventually } from '../../../support/eventually.ts';
import { mailOf } from './desk.ts';
import { openSendingDesk, readSent, type SendingDesk } from './sending-desk.ts';

/** Agents who answer from their own mail program, and those who say that they are agents. */
const SERVER = 'mx.desk.test';
const ZOE = 'zoe@staff.test';

let desk: SendingDesk;
let zoe: string;
/** A ticket, and the Message-ID of the answer that its customer got, a copy to the agent. */
let number: number;
let id: string;
let count = 0;
beforeAll(async () => {
  desk = await openSendingDesk({ env: { MAIL_AUTHSERV_ID: SERVER } });
  const signIn = (email: string, role: 'agent' | 'readonly') =>
    desk.app.signIn(role, { email, name: `Name of ${email}` });
  await signIn(ZOE, 'agent');
  await signIn('reader@staff.test', 'readonly');
  await signIn('gone@staff.test', 'agent');
  await Agents(desk.app.context).updateOne({ email: 'gone@staff.test' }, { $set: { active: false } });
  zoe = String((await Agents(desk.app.context).findOne({ email: ZOE }).orFail())._id);
  number = await desk.bring(mailOf({ From: 'ann@people.test', 'Message-ID': '<first@people.test>' }, 'It is broken.'));
  await desk.answer(number, { text: 'Which lamp?', cc: [ZOE, 'gone@staff.test', 'reader@staff.test'] });
  id = (await readSent((await sent()).at(-1))).messageId ?? '';
});
afterAll(() => desk.close());

interface Forged {
  from?: string;
  /** What the server in front of us says, and who says it. */
  results?: string;
  server?: string;
  /** Tags of the signature. */
  signature?: string;
}
const PASS = 'dkim=pass header.d=staff.test; dmarc=pass (p=REJECT) header.from=staff.test';
const SIGNED = 'd=staff.test; h=From:To:Subject:Date:Message-ID:In-Reply-To:\r\n References; bh=x; b=y';

/** A mail of an agent as the server in front of us hands it on. */
function byAgent(text: string, more: Record<string, string> = {}, forged: Forged = {}): Buffer {
  const { from = ZOE, results = PASS, server = SERVER, signature = SIGNED } = forged;
  return mailOf(
    {
      ...(results ? { 'Authentication-Results': `${server}; ${results}` } : {}),
      ...(signature ? { 'DKIM-Signature': `v=1; a=rsa-sha256; s=s; ${signature}` } : {}),
      From: `Zoë <${from}>`,
      'Message-ID': `<staff-${++count}@staff.test>`,
      'In-Reply-To': `<${id}>`,
      ...more,
    },
    text,
  );
}
/** Everything sent, once nothing waits any more. */
async function sent() {
  await eventually(async () => {
    await desk.sent();
    expect(await Messages(desk.app.context).countDocuments({ 'delivery.state': 'pending' })).toBe(0);
  });
  return desk.sink.taken;
}
const became = async (raw: Buffer) => {
  const { message, ticket } = await desk.take(raw);
  const doc = message ? await messageById(desk.app.context, message) : undefined;
  const of = await Tickets(desk.app.context).findById(ticket).lean<TicketDoc>().orFail();
  return { message: doc as MessageDoc, ticket: of };
};
const place = (raw: Buffer, at: string, line: string) => Buffer.from(raw.toString().replace(at, `${line}\r\n${at}`));

describe('an agent who answers from their own mail program', () => {
  it('answers the customer: without the quote, as the agent, by the desk', async () => {
    const { message, ticket } = await became(
      byAgent('It is on its way.\n\nOn Mon, 3 Nov 2025 at 10:12, Desk <support@desk.test> wrote:\n> Which lamp?'),
    );
    expect(ticket).toMatchObject({ number, status: 'pending', waitingSince: null });
    expect(message).toMatchObject({ direction: 'out', author: { kind: 'agent', id: zoe }, text: 'It is on its way.' });
    const mail = (await sent()).at(-1);
    expect(mail?.to).toContain('ann@people.test');
    expect(await readSent(mail)).toMatchObject({ from: [{ address: 'support@desk.test' }] });
    expect(mail?.raw.toString()).toContain('It is on its way.');
  });

  it.each(['#note', '#Nota:', '#notă', '#notatka', '#заметка'])(
    'writes a note with %s in the first line',
    async (mark) => {
      const before = (await sent()).length;
      const { message } = await became(byAgent(`${mark} He has called twice.\nReally.`));
      expect(message).toMatchObject({ direction: 'note', author: { id: zoe }, text: 'He has called twice.\nReally.' });
      expect(await sent()).toHaveLength(before);
    },
  );

  it('is heard once, however often the mail comes, and brings its files along', async () => {
    const file = 'Content-Type: multipart/mixed; boundary=b\r\nMIME-Version: 1.0';
    const body =
      '--b\nContent-Type: text/plain\n\nSee the label.\n--b\nContent-Type: application/pdf; name=label.pdf\nContent-Disposition: attachment; filename=label.pdf\n\nPDF\n--b--';
    const raw = place(byAgent(body), 'From: ', file);
    const [first, second] = [await became(raw), await became(place(raw, 'From: ', 'Received: from elsewhere'))];
    expect(first.message).toMatchObject({
      direction: 'out',
      attachments: [{ name: 'label.pdf', type: 'application/pdf' }],
    });
    expect(String(second.message._id)).toBe(String(first.message._id));
    const labels = (await sent()).filter(({ raw: sent }) => sent.includes('See the label.'));
    expect(labels).toHaveLength(1);
  });

  it('who has written to the customer directly too leaves a note: nobody gets it twice', async () => {
    const before = (await sent()).length;
    const { message } = await became(byAgent('I have told them.', { Cc: 'ann@people.test' }));
    expect(message).toMatchObject({ direction: 'note', text: 'I have told them.' });
    expect(await sent()).toHaveLength(before);
  });

  it('and is the customer of a ticket writes there as the customer', async () => {
    const own = await desk.bring(byAgent('My own lamp', { 'In-Reply-To': '' }));
    await desk.answer(own, { lastSeen: 1 });
    const answer = await readSent((await sent()).at(-1));
    const { message, ticket } = await became(byAgent('Thank you', { 'In-Reply-To': `<${answer.messageId}>` }));
    expect([ticket.number, message.direction, message.otherSender]).toEqual([own, 'in', undefined]);
  });
});

describe('who only says to be an agent', () => {
  const forgeries: [string, () => Buffer][] = [
    ['has no signature', () => byAgent('x', {}, { results: '', signature: '' })],
    ['writes what the server would say', () => byAgent('x', {}, { server: 'mx.evil.test' })],
    ['is only found right by the sending server', () => byAgent('x', {}, { results: 'spf=pass; dmarc=pass' })],
    ['has a broken signature', () => byAgent('x', {}, { results: PASS.replace('dkim=pass', 'dkim=fail') })],
    ['has failed DMARC', () => byAgent('x', {}, { results: PASS.replace('dmarc=pass', 'dmarc=fail') })],
    [
      'is signed by another domain',
      () =>
        byAgent(
          'x',
          {},
          { results: PASS.replace('header.d=staff', 'header.d=evil'), signature: SIGNED.replace('d=staff', 'd=evil') },
        ),
    ],
    [
      'has added the signature of another domain',
      () => byAgent('x', {}, { signature: SIGNED.replace('d=staff', 'd=evil') }),
    ],
    [
      'is signed by a domain that ends alike',
      () => byAgent('x', {}, { results: PASS.replace('header.d=staff.test', 'header.d=aff.test') }),
    ],
    [
      'is signed by a whole top-level domain',
      () => byAgent('x', {}, { results: PASS.replace('header.d=staff.test', 'header.d=test') }),
    ],
    [
      'has no signature over the thread',
      () => byAgent('x', {}, { signature: SIGNED.replace(/In-Reply-To:\s+References/, 'Cc') }),
    ],
    ['has no signature over the Message-ID', () => byAgent('x', {}, { signature: SIGNED.replace('Message-ID:', '') })],
    ['has room to add to the body', () => byAgent('x', {}, { signature: `${SIGNED}; l=1` })],
    [
      'has a second signature that covers less',
      () => place(byAgent('x'), 'From: ', 'DKIM-Signature: v=1; d=staff.test; h=From:To; b=z'),
    ],
    ['writes for somebody else to answer', () => byAgent('x', { 'Reply-To': 'eve@evil.test' })],
    ['is one of two senders', () => byAgent('x', { From: `eve@evil.test, ${ZOE}` })],
    ['stands above another From', () => place(byAgent('x'), 'From: ', 'From: eve@evil.test')],
    ['stands below another From', () => place(byAgent('x'), 'Message-ID: ', 'From: eve@evil.test')],
    ['may only read', () => byAgent('x', {}, { from: 'reader@staff.test' })],
    ['is no agent any more', () => byAgent('x', {}, { from: 'gone@staff.test' })],
    ['has nothing to say', () => byAgent('> Which lamp?')],
  ];
  it.each(forgeries)('and %s, acts as nobody: nothing goes out', async (_what, make) => {
    const before = (await sent()).length;
    const { message, ticket } = await became(make());
    expect(message.direction).toBe('in');
    expect(message.author).toEqual({ kind: 'customer' });
    expect(await sent()).toHaveLength(before);
    // One who says to be an agent of today is marked, though they got a copy.
    if (ticket.number === number && message.from === ZOE) expect(message.otherSender).toBe(true);
  });

  it.each([
    ['only a number', { 'In-Reply-To': '', Subject: () => `Re: [#${number}]` }],
    ['a guessed token', { 'In-Reply-To': () => `<${id.replace(/.@/, (end) => (end === 'A@' ? 'B@' : 'A@'))}>` }],
    ['the customer’s id', { 'In-Reply-To': '<first@people.test>' }],
  ])('or brings %s, opens a ticket of their own', async (_what, headers) => {
    const given = Object.entries(headers).map(([name, value]) => [name, typeof value === 'function' ? value() : value]);
    const { ticket, message } = await became(byAgent('Who am I?', Object.fromEntries(given)));
    expect(ticket.number).not.toBe(number);
    expect(message.direction).toBe('in');
    expect((await loadTicket(desk.app.context, number)).messages).toBe(await inThread());
  });
  const inThread = async () =>
    Messages(desk.app.context).countDocuments({ ticket: (await loadTicket(desk.app.context, number))._id });
});

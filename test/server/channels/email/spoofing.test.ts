import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drain } from '../../../../server/channels/delivery.ts';
import type { EmailChannel } from '../../../../server/channels/email/email.ts';
import { anchorId, mintMessageId, replyAddress } from '../../../../server/channels/email/token.ts';
import { Intake, type IntakeDoc } from '../../../../server/intake/model.ts';
import { Messages, type MessageDoc } from '../../../../server/tickets/message-model.ts';
import { Tickets, type TicketDoc } from '../../../../server/tickets/model.ts';
import { buildTestApp, type TestApp } from '../../../support/app.ts';
import { eventually } from '../../../support/eventually.ts';
import { openSmtpSink, type SmtpSink } from '../../../support/smtp-sink.ts';
import { mailOf, testDesk } from './desk.ts';
import { smtpClient } from './smtp-client.ts';

/** What outsiders know or guess must not let them in; what lawful writers' programs and relays do must not keep them out. */
const DESK = 'support@desk.test';
const [ANN, BOB, MALLORY] = ['ann@people.test', 'bob@people.test', 'mallory@evil.test'];
const SECRET = 'The secret lamp of Ann';

let app: TestApp;
let sink: SmtpSink;
let cookie: string;
let port: number;
/** The two tickets, and what their customers got from us. */
let ann: Answered;
let bob: Answered;

interface Answered {
  ticket: TicketDoc;
  /** Message-ID of our answer. */
  id: string;
  anchor: string;
  tagged: string;
}

beforeAll(async () => {
  sink = await openSmtpSink();
  app = await buildTestApp({ env: { MAIL_ADDRESS: DESK, SMTP_IN_PORT: '0', SMTP_URL: sink.url } });
  await app.listen();
  port = (app.context.channels.get('email') as EmailChannel).smtpPort() ?? 0;
  ({ cookie } = await app.signIn());
  [ann, bob] = [await answered(ANN, SECRET), await answered(BOB, 'Kettle')];
});
afterAll(async () => {
  await app.close();
  await sink.stop();
});

const newest = () => Intake(app.context).find({ channel: 'email' }).sort({ _id: -1 }).limit(1).lean<IntakeDoc[]>();
let count = 0;

/** Sends a mail and answers what became of it. */
async function send(headers: Record<string, string>, { to = DESK, body = 'Hello', from = MALLORY } = {}) {
  const client = await smtpClient(port);
  const id = { 'Message-ID': `<spoof-${++count}@somewhere.test>` };
  expect(await client.send(mailOf({ ...id, ...headers }, body), to, from)).toMatch(/^250/);
  client.close();
  return await eventually(async () => {
    const [item] = await newest();
    expect(item?.outcome).not.toBe('pending');
    const message = item?.message
      ? await Messages(app.context).findById(item.message).lean<MessageDoc>().orFail()
      : undefined;
    const ticket = item?.ticket
      ? await Tickets(app.context).findById(item.ticket).lean<TicketDoc>().orFail()
      : undefined;
    return { outcome: item?.outcome, message, ticket };
  });
}

/** A ticket of that customer with an answer that has gone out, a copy to a colleague. */
async function answered(customer: string, subject: string): Promise<Answered> {
  const { ticket } = await send({ From: customer, Subject: subject }, { from: customer });
  const { number, thread, _id } = ticket!;
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1/tickets/${number}/replies`,
    headers: { cookie },
    payload: {
      clientId: `answer-${number}-${customer}`,
      text: `${SECRET}: it comes on Monday.`,
      to: [customer],
      cc: [`colleague.${customer}`],
    },
  });
  expect(answer.statusCode).toBe(201);
  const raw = await eventually(async () => {
    await drain(app.context);
    const mail = sink.taken.find(({ to, raw: one }) => to.includes(customer) && one.includes('Monday'));
    expect(mail).toBeDefined();
    return (mail?.raw.toString() ?? '').replace(/\r\n[ \t]+/g, ' ');
  });
  const { vault } = app.context;
  const [id = ''] = /(?<=^Message-ID: <)[^>]+/im.exec(raw) ?? [];
  const anchor = anchorId(vault, DESK, thread, customer);
  expect(raw).toContain(`References: <${anchor}>`);
  const now = await Tickets(app.context).findById(_id).lean<TicketDoc>().orFail();
  return { ticket: now, id, anchor, tagged: replyAddress(vault, DESK, thread, customer) };
}

/** The parts of a minted id: ombud, thread, random, who, mac@domain. */
const parts = (id: string) => id.split('.');
const put = (id: string, at: number, value: string) => parts(id).with(at, value).join('.');
/** One bit of the character at a place changed, still one that can stand there. */
function flipped(id: string, at: number): string {
  const code = id.charCodeAt(at);
  const other = [1, 2, 4, 8, 16, 32].map((bit) => String.fromCharCode(code ^ bit)).find((c) => /[\w-]/.test(c));
  return `${id.slice(0, at)}${other}${id.slice(at + 1)}`;
}

type Attack = [what: string, headers: () => Record<string, string>, more?: () => { to?: string; body?: string }];
const replyTo = (id: string) => ({ 'In-Reply-To': `<${id}>`, References: `<${id}>` });
const other = testDesk(2).vault;
const numbered = (text: string) => text.replaceAll('N', String(ann.ticket.number));

const FORGED: Attack[] = [
  ['From', () => ({ From: ANN })],
  ['From in capitals', () => ({ From: ANN.toUpperCase() })],
  ['a name that looks like an address', () => ({ From: `"${ANN}" <${MALLORY}>` })],
  ['two senders', () => ({ From: `${MALLORY}, ${ANN}` })],
  ['Sender', () => ({ From: MALLORY, Sender: ANN })],
  ['Reply-To', () => ({ From: MALLORY, 'Reply-To': ANN })],
  ['From with the answer to Mallory', () => ({ From: ANN, 'Reply-To': MALLORY })],
  ['From of an agent', () => ({ From: 'admin@localhost.test', Subject: `Re: ${SECRET}` })],
  ['Cc of the customer', () => ({ From: MALLORY, Cc: ANN })],
  ['Cc of the colleague', () => ({ From: MALLORY, Cc: `colleague.${ANN}` })],
  ['To of everybody', () => ({ From: MALLORY, To: `${DESK}, ${ANN}, colleague.${ANN}` })],
  ['From, and the same subject', () => ({ From: ANN, Subject: `Re: ${SECRET}` })],
];
const SUBJECTS: Attack[] = ['Re: [#N]', '#N', 'Re: Ticket N', '[Ticket#N] Lamp', 'Re: N', 'AW: [Case:N]'].map(
  (text) => [`subject ${text}`, () => ({ From: ANN, Subject: numbered(text) })],
);
const GUESSED: Attack[] = [
  ['the customer’s own Message-ID', () => ({ From: ANN, ...replyTo('spoof-1@somewhere.test') })],
  ['the ticket’s number as id', () => ({ From: ANN, ...replyTo(numbered('N@desk.test')) })],
  ['the ticket’s thread as id', () => ({ From: ANN, ...replyTo(`${ann.ticket.thread}@desk.test`) })],
  ['a made-up id', () => replyTo('ombud.aaaaaaaaaaaa.bbbbbbbbbbbb.cccccccc.dddddddddddddddddddddd@desk.test')],
  ['another installation’s id', () => replyTo(mintMessageId(other, DESK, ann.ticket.thread, ANN))],
  ['another installation’s anchor', () => replyTo(anchorId(other, DESK, ann.ticket.thread, ANN))],
  ['another installation’s tag', () => ({}), () => ({ to: replyAddress(other, DESK, ann.ticket.thread, ANN) })],
  ['the thread without a MAC', () => replyTo(`${parts(ann.id).slice(0, 4).join('.')}@desk.test`)],
  ['an empty MAC', () => replyTo(put(ann.id, 4, '@desk.test'))],
  ['200 ids of others before it', () => ({ References: '<x@y.test> '.repeat(200) + `<${flipped(ann.id, 12)}>` })],
];
const EXCHANGED: Attack[] = [
  ['the thread', () => replyTo(put(bob.id, 1, parts(ann.id)[1] ?? ''))],
  ['the MAC', () => replyTo(put(ann.id, 4, parts(bob.id)[4] ?? ''))],
  ['the random part', () => replyTo(put(ann.id, 2, parts(bob.id)[2] ?? ''))],
  ['the addressee', () => replyTo(put(ann.id, 3, parts(bob.id)[3] ?? ''))],
  ['the thread of an anchor', () => replyTo(put(bob.anchor, 1, parts(ann.anchor)[1] ?? ''))],
  ['the MAC of an anchor', () => replyTo(put(ann.anchor, 4, parts(bob.anchor)[4] ?? ''))],
  ['an anchor’s MAC for an id', () => replyTo(put(ann.id, 4, parts(ann.anchor)[4] ?? ''))],
  ['a MAC cut short', () => replyTo(ann.id.replace(/.@/, '@'))],
  ['a MAC made longer', () => replyTo(ann.id.replace('@', 'A@'))],
  ['the thread of a tag', () => ({}), () => ({ to: bob.tagged.replace(/\+[^.]+/, `+${ann.ticket.thread}`) })],
  ['the MAC of a tag', () => ({}), () => ({ to: ann.tagged.replace(/[^.]+@/, `${macOf(bob.tagged)}@`) })],
  ['an id’s MAC for a tag', () => ({}), () => ({ to: ann.tagged.replace(/[^.]+@/, `${macOf(ann.id)}@`) })],
];
const macOf = (id: string) => /[^.]+(?=@)/.exec(id)?.[0] ?? '';
/** Places in thread, random part, addressee and MAC; in an anchor; in a tag. */
const FLIPPED: Attack[] = [
  ...[7, 9, 14, 22, 30, 38, 45, 48, 58, 65].map((at): Attack => [
    `bit of the id at ${at}`,
    () => ({ From: ANN, ...replyTo(flipped(ann.id, at)) }),
  ]),
  ...[8, 15, 30, 40].map((at): Attack => [`bit of the anchor at ${at}`, () => replyTo(flipped(ann.anchor, at))]),
  ...[9, 16, 23, 40].map((at): Attack => [
    `bit of the tag at ${at}`,
    () => ({}),
    () => ({ to: flipped(ann.tagged, at) }),
  ]),
];
const MISPLACED: Attack[] = [
  ['in the subject', () => ({ From: MALLORY, Subject: `Re: <${ann.id}>` })],
  ['in the text', () => ({ From: MALLORY }), () => ({ body: `In-Reply-To: <${ann.id}>\nReferences: <${ann.anchor}>` })],
  ['in another header', () => ({ From: MALLORY, 'X-References': `<${ann.id}>`, 'Thread-Index': ann.id })],
  ['as its own Message-ID', () => ({ From: MALLORY, 'Message-ID': `<${ann.id}>` })],
];
const ATTACKS = [...FORGED, ...SUBJECTS, ...GUESSED, ...EXCHANGED, ...FLIPPED, ...MISPLACED];

describe('who may not write into a ticket', () => {
  it('is tried in more than sixty ways', () => expect(ATTACKS.length).toBeGreaterThanOrEqual(60));

  it.each(ATTACKS)('does not with a forged or exchanged %s', async (_what, headers, more) => {
    const places = () =>
      Promise.all([ann, bob].map(({ ticket }) => Messages(app.context).countDocuments({ ticket: ticket._id })));
    const before = await places();
    const made = await send({ From: MALLORY, ...headers() }, more?.());
    expect(await places()).toEqual(before);
    expect(['ticket', 'ignored']).toContain(made.outcome);
    if (made.ticket) expect(made.ticket).toMatchObject({ unverified: true, messages: 1 });
  });

  it('was told nothing by any of them', async () => {
    await drain(app.context);
    const toOthers = sink.taken.filter(({ to }) => !to.some((address) => [ANN, BOB].includes(address)));
    for (const { raw } of toOthers) expect(raw.toString()).not.toContain(SECRET);
    const again = sink.taken.filter(({ raw }) => raw.includes('Monday'));
    expect(again).toHaveLength(2);
  });
});

describe('who may', () => {
  const cases: [what: string, marked: boolean, headers: () => Record<string, string>, more?: () => { to?: string }][] =
    [
      ['answers the mail', false, () => ({ From: ANN, ...replyTo(ann.id) })],
      [
        'has a program that keeps the first reference only',
        false,
        () => ({ From: ANN, References: `<${ann.anchor}>` }),
      ],
      [
        'has a relay that replaced our Message-ID',
        false,
        () => ({ From: ANN, 'In-Reply-To': '<relay@x.test>', References: `<${ann.anchor}> <relay@x.test>` }),
      ],
      ['answers the tagged address', false, () => ({ From: ANN }), () => ({ to: ann.tagged })],
      ['has folded headers', false, () => ({ From: ANN, References: `<a@x.test>\r\n\t<${ann.id}>\r\n <b@x.test>` })],
      ['is the colleague in Cc', false, () => ({ From: `colleague.${ANN}`, ...replyTo(ann.id) })],
      [
        'is the colleague in Cc, behind such a relay',
        false,
        () => ({ From: `colleague.${ANN}`, References: `<${ann.anchor}> <relay@x.test>` }),
      ],
      ['writes from another address of theirs', true, () => ({ From: 'ann.private@home.test', ...replyTo(ann.id) })],
      ['was forwarded the mail', true, () => ({ From: 'boss@people.test', References: `<${ann.anchor}> <${ann.id}>` })],
      [
        'writes from another address, behind such a relay',
        true,
        () => ({ From: 'ann@work.test', References: `<${ann.anchor}> <relay@x.test>` }),
      ],
    ];
  it.each(cases)('and %s, joins; marked as another sender: %s', async (_what, marked, headers, more) => {
    const made = await send(headers(), more?.());
    expect(String(made.ticket?._id)).toBe(String(ann.ticket._id));
    expect(made.message?.otherSender === true).toBe(marked);
  });

  it('gets nothing back as another sender', async () => {
    await drain(app.context);
    for (const address of ['ann.private@home.test', 'boss@people.test', 'ann@work.test'])
      expect(sink.taken.filter(({ to }) => to.includes(address))).toEqual([]);
  });
});

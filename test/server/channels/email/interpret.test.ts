import { afterAll, describe, expect, it } from 'vitest';
import { interpretMail, loopMark } from '../../../../server/channels/email/interpret.ts';
import { createParser } from '../../../../server/channels/email/parse.ts';
import { anchorId, mintMessageId, replyAddress } from '../../../../server/channels/email/token.ts';
import type { InboundMessage, Interpretation } from '../../../../server/tickets/envelopes.ts';
import { mailOf, testDesk } from './desk.ts';

const desk = testDesk();
const parser = createParser();
afterAll(() => parser.close());

const interpret = (raw: Buffer, meta: Record<string, unknown> = {}): Promise<Interpretation> =>
  interpretMail(desk, parser, { id: '1', account: 'env', channel: 'email', raw, receivedAt: new Date(0), meta });
const message = async (headers: Record<string, string>, meta = {}): Promise<InboundMessage> => {
  const made = await interpret(mailOf(headers), meta);
  if (made.outcome !== 'message') throw new Error(`${made.outcome}: ${made.reason}`);
  return made.message;
};
const verdict = async (headers: Record<string, string>, meta = {}): Promise<string> => {
  const made = await interpret(mailOf(headers), meta);
  return made.outcome === 'message'
    ? `message${made.message.automatic ? ', automatic' : ''}`
    : `${made.outcome}: ${made.reason}`;
};

const minted = (thread = 'thread-1', to = 'ann@people.test') => mintMessageId(desk.vault, desk.address, thread, to);
const anchor = anchorId(desk.vault, desk.address, 'thread-1', 'ann@people.test');
const tagged = replyAddress(desk.vault, desk.address, 'thread-1', 'ann@people.test');
const foreign = mintMessageId(testDesk(2).vault, desk.address, 'thread-1', 'ann@people.test');

describe('a message', () => {
  it('has all that tickets need', async () => {
    const made = await message({
      From: 'Ann <Ann@people.test>',
      To: 'support@desk.test, Bob <bob@people.test>',
      Cc: 'SUPPORT+x@desk.test, ann@people.test, carl@people.test',
      Date: 'Tue, 1 Sep 2026 10:00:00 +0200',
      'Message-ID': '<m1@people.test>',
    });
    expect(made).toEqual({
      account: 'env',
      kind: 'message',
      threadKeys: [],
      from: { kind: 'email', value: 'Ann@people.test', name: 'Ann', verified: false },
      cc: ['bob@people.test', 'carl@people.test'],
      sentAt: new Date('2026-09-01T08:00:00Z'),
      subject: 'Lamp',
      text: 'Hello',
      attachments: [],
      externalId: 'm1@people.test',
      automatic: false,
    });
  });

  it.each<[string, Record<string, string>, string]>([
    ['From', {}, 'ann@people.test'],
    [
      'Reply-To of a form that writes from our address',
      { From: 'support@desk.test', 'Reply-To': 'c@people.test' },
      'c@people.test',
    ],
    ['Reply-To of a shop', { From: 'noreply@shop.test', 'Reply-To': 'c@people.test' }, 'c@people.test'],
    ['From when a list set Reply-To to us', { 'Reply-To': 'support@desk.test' }, 'ann@people.test'],
    ['From when there are several Reply-To', { 'Reply-To': 'a@x.test, b@x.test' }, 'ann@people.test'],
    ['the first of several From', { From: 'a@x.test, b@x.test' }, 'a@x.test'],
  ])('is from %s', async (_, headers, expected) => {
    expect((await message(headers)).from.value).toBe(expected);
  });

  it('without any sender is quarantined', async () => {
    expect(await interpret(Buffer.from('just text'))).toEqual({ outcome: 'quarantine', reason: 'no sender' });
    expect(await verdict({ From: 'nobody' }, { returnPath: 'ann@people.test' })).toBe('message');
  });

  it('beyond a limit is quarantined with the reason', async () => {
    expect(await interpret(mailOf({ 'X-Big': 'x'.repeat(2_000_000) }))).toEqual({
      outcome: 'quarantine',
      reason: 'headers larger than 1 MB',
    });
  });
});

describe('joins a ticket', () => {
  it.each<[string, Record<string, string>]>([
    ['by In-Reply-To', { 'In-Reply-To': `<${minted()}>` }],
    ['by References', { References: `<x@y.test> <${minted()}>` }],
    ['by the anchor alone, its Message-ID replaced by a relay', { References: `<${anchor}> <relay-1@mx.test>` }],
    ['by the reply tag', { To: tagged }],
    ['by the reply tag in Cc', { Cc: `Support <${tagged}>` }],
  ])('%s', async (_, headers) => {
    const made = await message(headers);
    expect(made.threadKeys).toEqual(['t:thread-1']);
    expect(made).not.toHaveProperty('otherSender');
  });

  it('by the envelope recipient', async () => {
    expect((await message({}, { recipients: [tagged] })).threadKeys).toEqual(['t:thread-1']);
  });

  it.each<[string, Record<string, string>]>([
    ['a colleague in Cc', { From: 'bob@people.test', 'In-Reply-To': `<${minted()}>` }],
    ['the customer’s other address', { From: 'ann@private.test', References: `<${anchor}>` }],
    ['somebody who got the tag', { From: 'bob@people.test', To: tagged }],
  ])('marked, when it is %s', async (_, headers) => {
    expect(await message(headers)).toMatchObject({ threadKeys: ['t:thread-1'], otherSender: true });
  });

  it('what it answers first, when there are tokens of several tickets', async () => {
    const made = await message({
      References: `<${minted('thread-3')}> <${minted('thread-2')}>`,
      'In-Reply-To': `<${minted('thread-1')}>`,
    });
    expect(made.threadKeys).toEqual(['t:thread-1', 't:thread-2', 't:thread-3']);
  });
});

describe('opens another ticket', () => {
  const [head = '', thread, random, who, mac] = minted().split('@')[0]?.split('.') ?? [];
  it.each<[string, Record<string, string>]>([
    ['same subject and sender', { Subject: 'Re: Lamp' }],
    ['a ticket number in the subject', { Subject: 'Re: [#7] Lamp' }],
    ['invented references', { References: '<a@desk.test> <b@desk.test>', 'In-Reply-To': '<b@desk.test>' }],
    ['a token of another desk', { 'In-Reply-To': `<${foreign}>` }],
    ['a token with another ticket', { 'In-Reply-To': `<${[head, 'thread-2', random, who, mac].join('.')}@desk.test>` }],
    [
      'a token with another addressee',
      { 'In-Reply-To': `<${[head, thread, random, 'AAAAAAAA', mac].join('.')}@desk.test>` },
    ],
    ['a token in the subject', { Subject: minted() }],
    ['a tag of another address', { To: tagged.replace('support', 'sales') }],
  ])('with %s', async (_, headers) => {
    expect((await message(headers)).threadKeys).toEqual([]);
  });
});

describe('what is no message of a person', () => {
  const thread = { 'In-Reply-To': `<${minted()}>` };
  it.each<[string, Record<string, string>, Record<string, unknown>, string]>([
    ['our own Message-ID', { 'Message-ID': `<${minted()}>` }, {}, 'ignore: our own mail'],
    ['our own header', { 'X-Ombud-Loop': loopMark(desk) }, {}, 'ignore: our own mail'],
    ['the header of another desk', { 'X-Ombud-Loop': loopMark(testDesk(2)) }, {}, 'message'],
    ['our own address', { From: 'support@desk.test' }, {}, 'ignore: sent from our own address'],
    ['our plus-address', { From: 'support+x@desk.test' }, {}, 'ignore: sent from our own address'],
    ['out of office', { 'Auto-Submitted': 'auto-replied' }, {}, 'ignore: automatic reply'],
    [
      'out of office with a parameter',
      { 'Auto-Submitted': 'Auto-Replied; owner-email=x' },
      {},
      'ignore: automatic reply',
    ],
    ['out of office on a ticket', { ...thread, 'Auto-Submitted': 'auto-replied' }, {}, 'message, automatic'],
    ['Precedence auto_reply', { Precedence: 'auto_reply' }, {}, 'ignore: automatic reply'],
    ['X-Autoreply', { 'X-Autoreply': 'yes' }, {}, 'ignore: automatic reply'],
    ['an empty Return-Path', { 'Return-Path': '<>' }, {}, 'ignore: automatic reply'],
    ['an empty envelope sender', {}, { returnPath: '' }, 'ignore: automatic reply'],
    ['an empty envelope sender on a ticket', thread, { returnPath: '' }, 'message, automatic'],
    ['Auto-Submitted no', { 'Auto-Submitted': 'no' }, {}, 'message'],
    ['a machine', { 'Auto-Submitted': 'auto-generated' }, {}, 'message, automatic'],
    ['Precedence bulk', { Precedence: 'bulk' }, {}, 'message, automatic'],
    ['a newsletter', { 'List-Unsubscribe': '<mailto:u@news.test>' }, {}, 'message, automatic'],
    [
      'one who wants no answers of robots',
      { 'X-Auto-Response-Suppress': 'DR, OOF, AutoReply' },
      {},
      'message, automatic',
    ],
    ['a list', { 'List-Id': 'Talk <talk.lists.test>', Precedence: 'list' }, {}, 'ignore: mailing list'],
    ['a group that is our own address', { 'List-Id': '<support.desk.test>', Precedence: 'list' }, {}, 'message'],
    [
      'a group that forwards to us',
      { 'List-Id': '<g.groups.test>', 'List-Post': '<https://groups.test/post>, <mailto:support@desk.test>' },
      {},
      'message',
    ],
    ['a reply over a list', { ...thread, 'List-Id': '<talk.lists.test>' }, {}, 'message, automatic'],
    [
      'a read receipt',
      { 'Content-Type': 'multipart/report; report-type=disposition-notification; boundary=b' },
      {},
      'ignore: read receipt',
    ],
    [
      'a feedback report',
      { 'Content-Type': 'multipart/report; report-type="feedback-report"; boundary=b' },
      {},
      'ignore: feedback report',
    ],
    ['a bounce of no standard', { From: 'MAILER-DAEMON@mx.test' }, {}, 'bounce: not delivered'],
    ['an answer of a person', { ...thread, 'Return-Path': '<ann@people.test>' }, {}, 'message'],
  ])('%s', async (_, headers, meta, expected) => {
    expect(await verdict(headers, meta)).toBe(expected);
  });

  const report = (action: string, status: string, original: string) =>
    mailOf(
      { From: 'mailer-daemon@mx.test', 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=m' },
      [
        '--m\n\nSorry\n--m\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.test\n',
        `Final-Recipient: rfc822; ann@people.test\nAction: ${action}\nStatus: ${status}\n`,
        `--m\nContent-Type: message/rfc822\n\nMessage-ID: <${original}>\nSubject: Lamp\n\ntext\n--m--`,
      ].join('\n'),
    );
  it('finds the message that a bounce is about, by our own id only', async () => {
    const id = minted();
    expect(await interpret(report('failed', '5.1.1', id))).toEqual({
      outcome: 'bounce',
      reason: 'not delivered (5.1.1)',
      status: '5.1.1',
      target: id,
      recipient: 'ann@people.test',
      permanent: true,
      final: true,
    });
    expect(await interpret(report('failed', '4.4.7', foreign))).toEqual({
      outcome: 'bounce',
      reason: 'not delivered (4.4.7)',
      status: '4.4.7',
      recipient: 'ann@people.test',
      permanent: false,
      final: true,
    });
    expect(await interpret(report('delayed', '4.4.1', id))).toEqual({
      outcome: 'bounce',
      reason: 'delayed (4.4.1)',
      status: '4.4.1',
      target: id,
      recipient: 'ann@people.test',
      permanent: false,
      final: false,
    });
    expect(await interpret(report('delivered', '2.0.0', id))).toEqual({
      outcome: 'ignore',
      reason: 'delivery report (delivered)',
      target: id,
      from: { kind: 'email', value: 'mailer-daemon@mx.test', verified: false },
    });
    expect(await interpret(report('failed', '5.1.1', anchor))).toMatchObject({ thread: 't:thread-1' });
    expect(await interpret(report('failed', '5.1.1', anchor))).not.toHaveProperty('target');
  });
});

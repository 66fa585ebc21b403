import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Tickets } from '../../../../server/tickets/model.ts';
import { causeOf, statusIn, type FailureCause } from '../../../../server/tickets/failure-cause.ts';
import { eventually } from '../../../support/eventually.ts';
import { mailOf } from './desk.ts';
import { openSendingDesk, readSent, type SendingDesk } from './sending-desk.ts';

let desk: SendingDesk;
beforeAll(async () => {
  desk = await openSendingDesk();
});
afterAll(() => desk.close());

interface Outgoing {
  number: number;
  messageId: string;
  anchor: string;
  view(): Promise<{ state: string; error: string | null; cause?: string; permanent?: boolean; sentAt: string | null }>;
  status(): Promise<string>;
}

/** A reply that has gone out. */
async function send(name: string): Promise<Outgoing> {
  const number = await desk.bring(mailOf({ From: `${name}@people.test` }));
  const before = desk.sink.taken.length;
  const { id } = await desk.answer(number);
  await eventually(async () => expect((await desk.sent()).length).toBe(before + 1));
  const view = async () => {
    const { items } = (await desk.call('GET', `/tickets/${number}/messages`)).json<{
      items: { id: string; delivery: Awaited<ReturnType<Outgoing['view']>> }[];
    }>();
    return items.find((one) => one.id === id)?.delivery ?? { state: 'none', error: null, sentAt: null };
  };
  await eventually(async () => expect((await view()).state).toBe('sent'));
  const { messageId = '', references } = await readSent(desk.sink.taken.at(-1));
  const status = async () => (await desk.call('GET', `/tickets/${number}`)).json<{ status: string }>().status;
  return { number, messageId, anchor: references[0] ?? '', view, status };
}

const dsn = (fields: string, original: string) =>
  mailOf(
    { From: 'MAILER-DAEMON@mx.test', 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=m' },
    [
      '--m\n\nSorry\n--m\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.test\n',
      `${fields}\n`,
      `--m\nContent-Type: text/rfc822-headers\n\n${original}\nSubject: Lamp\n\n--m--`,
    ].join('\n'),
  );

describe('a report', () => {
  it('marks the message failed, with the reason in a word, and opens its ticket again; it can go once more', async () => {
    const mail = await send('gone');
    expect(await mail.status()).toBe('pending');
    const fields =
      'Final-Recipient: rfc822; fine@people.test\nAction: relayed\nStatus: 2.0.0\n\n' +
      'Final-Recipient: rfc822; gone@people.test\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1\n No such user';
    const made = await desk.take(dsn(fields, `Message-ID: <${mail.messageId}>`));
    expect(made).toMatchObject({ outcome: 'ignored', reason: 'not delivered (550 5.1.1 No such user)', ticket: null });
    expect(await mail.view()).toMatchObject({ state: 'failed', cause: 'address', permanent: true });
    expect((await mail.view()).error).toContain('No such user');
    expect(await mail.status()).toBe('open');
    const { items } = (await desk.call('GET', `/tickets/${mail.number}/messages`)).json<{ items: { id: string }[] }>();
    await desk.call('POST', `/tickets/${mail.number}/messages/${items[1]?.id ?? ''}/resend`);
    await eventually(async () => {
      await desk.sent();
      expect(await mail.view()).toMatchObject({ state: 'sent', error: null });
    });
    expect(await mail.view()).not.toHaveProperty('cause');
    expect((await readSent(desk.sink.taken.at(-1))).messageId).toBe(mail.messageId);
  });

  it('of one that ran out of time says that it may work later', async () => {
    const mail = await send('late');
    await desk.take(dsn('Action: failed\nStatus: 4.4.7', `Message-ID: <${mail.messageId}>`));
    expect(await mail.view()).toMatchObject({ state: 'failed', cause: 'unreachable', permanent: false });
  });

  it('of a delay changes nothing but is told', async () => {
    const mail = await send('slow');
    await desk.take(dsn('Action: delayed\nStatus: 4.2.2', `Message-ID: <${mail.messageId}>`));
    expect(await mail.view()).toMatchObject({ state: 'sent', cause: 'full', permanent: false });
    expect(await mail.status()).toBe('pending');
  });

  it('finds it by the anchor, where a relay replaced our Message-ID', async () => {
    const mail = await send('relay');
    await desk.take(
      dsn('Action: failed\nStatus: 5.2.2', `Message-ID: <relay-1@mx.test>\nReferences: <${mail.anchor}>\n <x@y.test>`),
    );
    expect(await mail.view()).toMatchObject({ state: 'failed', cause: 'full' });
  });
});

type Written = [string, Record<string, string>, (mail: Outgoing) => string, object];
describe('a bounce of no standard', () => {
  it.each<Written>([
    [
      'qmail',
      { From: 'MAILER-DAEMON@q.test', Subject: 'failure notice' },
      ({ messageId }) =>
        `Hi. This is the qmail-send program.\n\n<x@people.test>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <${messageId}>\n`,
      { state: 'failed', cause: 'address', permanent: true },
    ],
    [
      'Exim',
      { From: 'Mail Delivery System <support-bounces@e.test>', 'X-Failed-Recipients': 'x@people.test' },
      ({ messageId }) => `mailbox is full: retry timeout exceeded\n452 4.2.2 over quota\n\nMessage-Id: <${messageId}>`,
      { state: 'failed', cause: 'full', permanent: false },
    ],
    [
      'a Russian server',
      {
        From: 'robot@mail.test',
        Subject: '=?utf-8?B?0J3QtdC00L7RgdGC0LDQstC70LXQvdC90L7QtSDRgdC+0L7QsdGJ0LXQvdC40LU=?=',
        'Auto-Submitted': 'auto-replied',
      },
      ({ anchor }) => `550 5.7.1 Message rejected as spam\n\nReferences: <${anchor}>`,
      { state: 'failed', cause: 'spam', permanent: true },
    ],
    [
      'one that still tries',
      { From: 'MAILER-DAEMON@p.test', Subject: 'Warning: message delayed 4 hours' },
      ({ messageId }) => `It will be retried.\n4.4.1 connection timed out\n<${messageId}>`,
      { state: 'sent', cause: 'unreachable', permanent: false },
    ],
  ])('finds the message: %s', async (name, headers, body, expected) => {
    const mail = await send(name.replace(/\W/g, ''));
    const tickets = await Tickets(desk.app.context).countDocuments({});
    expect(await desk.take(mailOf(headers, body(mail)))).toMatchObject({ outcome: 'ignored' });
    expect(await mail.view()).toMatchObject(expected);
    expect(await Tickets(desk.app.context).countDocuments({})).toBe(tickets);
  });

  it('with an id that we did not make does nothing', async () => {
    const mail = await send('forged');
    const forged = mail.messageId.replace(/.@/, (end) => (end.startsWith('A') ? 'B@' : 'A@'));
    await desk.take(mailOf({ From: 'MAILER-DAEMON@q.test', Subject: 'failure notice' }, `5.1.1 <${forged}>`));
    expect((await mail.view()).state).toBe('sent');
  });

  it('is not what a person writes in the same words', async () => {
    const made = await desk.take(
      mailOf({ Subject: 'Delivery failed: my lamp is not here' }, 'Returned mail? 550 5.1.1'),
    );
    expect(made.outcome).toBe('ticket');
  });

  it('is answered by nobody, nor are feedback reports and robots', async () => {
    const before = (await desk.sent()).length;
    const report = 'multipart/report; report-type=feedback-report; boundary=b';
    const made = [
      await desk.take(mailOf({ 'Content-Type': report }, '--b\n\nabuse\n--b--')),
      await desk.take(mailOf({ 'Auto-Submitted': 'auto-replied', Subject: 'I am away' })),
    ];
    expect(made.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['ignored', 'feedback report'],
      ['ignored', 'automatic reply'],
    ]);
    expect(await desk.sent()).toHaveLength(before);
  });
});

describe('the cause', () => {
  it.each<[string | undefined, string, FailureCause | undefined]>([
    ['5.1.1', '', 'address'],
    ['5.1.10', '', 'domain'],
    ['5.1.2', '', 'domain'],
    ['5.2.1', '', 'disabled'],
    ['4.2.1', '', 'disabled'],
    ['5.2.2', '', 'full'],
    ['5.3.4', '', 'size'],
    ['5.4.6', '', 'loop'],
    ['4.4.2', '', 'unreachable'],
    ['4.7.1', 'greylisted', 'busy'],
    ['5.7.26', 'DMARC', 'unauthenticated'],
    ['5.7.1', 'listed by Spamhaus', 'spam'],
    ['5.7.1', 'not allowed', 'refused'],
    ['5.0.0', '', undefined],
    [undefined, 'spam', undefined],
  ])('of %s %s is %s', (status, words, expected) => {
    expect(causeOf(status, words)).toBe(expected);
  });

  it('reads codes, not addresses or versions', () => {
    expect(statusIn('550 5.1.1 no')).toBe('5.1.1');
    expect(statusIn('from 192.4.1.1.7 via 10.5.1.1')).toBeUndefined();
    expect(statusIn('(#4.2.2)')).toBe('4.2.2');
  });
});

import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mail } from '../bench/corpus.mjs';
import { dovecotMissing, startMailServer, type MailServer } from '../support/mail-server.ts';
import { attemptMail } from '../support/send-mail.ts';
import { openSmtpSink, type SmtpSink } from '../support/smtp-sink.ts';
import { AGENTS, KilledDesk } from './killed-desk.ts';

/**
 * `kill -9` in the middle of incoming mail, at the SMTP door and from a real mailbox: what was not acknowledged with
 * 250 is sent again, what lies in the mailbox is read again; nothing is lost, nothing doubled, nobody gets more than
 * fits, everything is routed soon after the last start, and no mail is acknowledged twice: what nobody knows the fate of
 * stays, and says so.
 */
const FULL = process.env['OMBUD_FAULTS'] === 'full';
const [MAILS, KILLS] = FULL ? [1_000, 25] : [50, 2];
const SENDERS = 4;
/** The corpus has so many people; an address is acknowledged once a day. */
const SENDERS_OF_MAILS = 500;
const CAPACITY = Math.ceil((MAILS * 1.1) / AGENTS);
const SPREAD_MS = 150;
const LONG = FULL ? 900_000 : 240_000;

const all = {
  tickets: MAILS,
  messages: MAILS,
  distinctMessageIds: MAILS,
  intake: MAILS,
  items: MAILS,
  unrouted: 0,
};

/** Where the acknowledgements go. */
let sink: SmtpSink;
beforeAll(async () => {
  sink = await openSmtpSink();
});
afterAll(() => sink.stop());

/** How many acknowledgements went to whoever wrote each mail: each mail is of another sender, or answers to none. */
function acknowledged(): { mails: number; most: number } {
  const counts = new Map<string, number>();
  for (const { to, raw } of sink.taken.splice(0)) {
    const [, answered = ''] = /^In-Reply-To:\s*<([^>]+)>/im.exec(raw.toString('latin1')) ?? [];
    const key = `${to.join()} ${answered}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return { mails: counts.size, most: Math.max(0, ...counts.values()) };
}

/** What the store says went to customers, and what arrived: once each, but for those of which nobody knows. */
function expectSaidOnce(state: Awaited<ReturnType<KilledDesk['settled']>>, arrived: { mails: number; most: number }) {
  expect(state.answeredTwice).toBe(0);
  expect(arrived.most).toBe(1);
  expect(state.answered).toBe(Math.min(MAILS, SENDERS_OF_MAILS));
  expect(arrived.mails).toBeLessThanOrEqual(state.answered);
  expect(arrived.mails).toBeGreaterThanOrEqual(state.answered - state.unknown);
  expect(state.unknown).toBeLessThanOrEqual(KILLS);
}

const told = (state: object, arrived: { mails: number; most: number }) =>
  `${JSON.stringify(state)}, ${arrived.mails} acknowledgements, at most ${arrived.most} for a mail`;

describe('the SMTP door', () => {
  let desk: KilledDesk;
  beforeAll(async () => {
    desk = await KilledDesk.make(CAPACITY, { SMTP_URL: sink.url });
  });
  afterAll(() => desk.remove());

  test(`${KILLS} kills while ${MAILS} mails come in`, { timeout: LONG }, async () => {
    await desk.start();
    let [accepted, repeated, next] = [0, 0, 0];
    const sending = Array.from({ length: SENDERS }, async () => {
      for (let i = next++; i < MAILS; i = next++) {
        const raw = mail(i);
        while (!(await attemptMail(desk.smtpPort, raw))) {
          repeated++;
          await delay(100);
        }
        accepted++;
      }
    });
    for (let k = 1; k <= KILLS; k++) {
      // Spread over the work, at any moment of what a mail goes through.
      while (accepted < (k * MAILS) / (KILLS + 1)) await delay(5);
      await delay(randomInt(SPREAD_MS));
      await desk.kill();
      await desk.start();
    }
    await Promise.all(sending);
    const state = await desk.settled(MAILS);
    const arrived = acknowledged();
    console.log(`${accepted} accepted, ${repeated} attempts repeated, ${told(state, arrived)}`);
    expect(state).toMatchObject(all);
    expect(Math.max(...state.perAgent)).toBeLessThanOrEqual(CAPACITY);
    expectSaidOnce(state, arrived);
  });
});

describe.skipIf(dovecotMissing)(`a mailbox (${dovecotMissing ?? 'Dovecot'})`, () => {
  const DESK = 'support@desk.test';
  let server: MailServer;
  let desk: KilledDesk;
  beforeAll(async () => {
    server = await startMailServer();
    server.folder(DESK);
    desk = await KilledDesk.make(CAPACITY, {
      MAIL_ADDRESS: DESK,
      IMAP_URL: server.imapUrl(DESK),
      SMTP_URL: sink.url,
    });
  });
  afterAll(async () => {
    await desk?.remove();
    await server.stop();
  });

  test(`${KILLS} kills while ${MAILS} mails are read from it`, { timeout: LONG }, async () => {
    await desk.start();
    await desk.watching();
    let delivered = 0;
    for (let k = 1; k <= KILLS; k++) {
      for (; delivered < (k * MAILS) / KILLS; delivered++) server.deliver(DESK, mail(delivered));
      await desk.recorded(Math.floor(((k - 0.5) * MAILS) / KILLS));
      await delay(randomInt(SPREAD_MS));
      await desk.kill();
      await desk.start();
    }
    const state = await desk.settled(MAILS);
    const arrived = acknowledged();
    console.log(`${delivered} delivered, ${told(state, arrived)}`);
    expect(state).toMatchObject(all);
    expect(Math.max(...state.perAgent)).toBeLessThanOrEqual(CAPACITY);
    expectSaidOnce(state, arrived);
  });
});

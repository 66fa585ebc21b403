import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mail } from '../bench/corpus.mjs';
import { dovecotMissing, startMailServer, type MailServer } from '../support/mail-server.ts';
import { attemptMail } from '../support/send-mail.ts';
import { AGENTS, KilledDesk } from './killed-desk.ts';

/**
 * `kill -9` in the middle of incoming mail, at the SMTP door and from a real mailbox: what was not acknowledged with
 * 250 is sent again, what lies in the mailbox is read again; nothing is lost, nothing doubled, nobody gets more than
 * fits, everything is routed soon after the last start, and nobody is answered twice.
 */
const FULL = process.env['OMBUD_FAULTS'] === 'full';
const [MAILS, KILLS] = FULL ? [1_000, 25] : [100, 4];
const SENDERS = 4;
const CAPACITY = Math.ceil((MAILS * 1.1) / AGENTS);
const LONG = FULL ? 900_000 : 240_000;

const all = {
  tickets: MAILS,
  messages: MAILS,
  distinctMessageIds: MAILS,
  intake: MAILS,
  items: MAILS,
  unrouted: 0,
};

describe('the SMTP door', () => {
  let desk: KilledDesk;
  beforeAll(async () => {
    desk = await KilledDesk.make(CAPACITY);
  });
  afterAll(() => desk.remove());

  test(`${KILLS} kills while ${MAILS} mails come in`, { timeout: LONG }, async () => {
    await desk.start();
    let [acknowledged, repeated, next] = [0, 0, 0];
    const sending = Array.from({ length: SENDERS }, async () => {
      for (let i = next++; i < MAILS; i = next++) {
        const raw = mail(i);
        while (!(await attemptMail(desk.smtpPort, raw))) {
          repeated++;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        acknowledged++;
      }
    });
    for (let k = 1; k <= KILLS; k++) {
      // Spread over the work, each at another moment of what a mail goes through.
      while (acknowledged < (k * MAILS) / (KILLS + 1))
        await new Promise((resolve) => setTimeout(resolve, 3 + (k % 12)));
      await desk.kill();
      await desk.start();
    }
    await Promise.all(sending);
    const state = await desk.settled(MAILS);
    console.log(`${acknowledged} acknowledged, ${repeated} attempts repeated, ${JSON.stringify(state)}`);
    expect(state).toMatchObject(all);
    expect(Math.max(...state.perAgent)).toBeLessThanOrEqual(CAPACITY);
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
      SMTP_URL: server.smtpUrl,
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
      await new Promise((resolve) => setTimeout(resolve, (k * 7) % 60));
      await desk.kill();
      await desk.start();
    }
    const state = await desk.settled(MAILS);
    console.log(`${delivered} delivered, ${JSON.stringify(state)}`);
    expect(state).toMatchObject(all);
    expect(Math.max(...state.perAgent)).toBeLessThanOrEqual(CAPACITY);
    // What went out goes to a mailbox here too: an acknowledgement each at most.
    expect(state.answered).toBeLessThanOrEqual(MAILS);
    expect(state.answeredTwice).toBe(0);
  });
});

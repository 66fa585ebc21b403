import { createHash } from 'node:crypto';
import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Intake } from '../../server/intake/model.ts';
import { Messages } from '../../server/tickets/message-model.ts';
import { Tickets } from '../../server/tickets/model.ts';
import { buildTestApp, type TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { dovecotMissing, startMailServer, type MailServer } from '../support/mail-server.ts';
import { mailOf } from '../server/channels/email/desk.ts';

/**
 * The first connection to a mailbox with thousands of old mails, and what other programs do to it afterwards, on a real
 * Dovecot. The numbers of the long form are those of RELIABILITY.md.
 */
const FULL = process.env['OMBUD_FAULTS'] === 'full';
const OLD = FULL ? 5_000 : 240;
const NEW = FULL ? 300 : 60;
const [SEEN, MOVED] = [NEW / 3, NEW / 6];
const LONG = 240_000;
const DAY_MS = 86_400_000;
/** Of the old mails: so many are from this day or later. */
const DAY = '2026-03-01';
const SINCE_DAY = OLD / 4;

let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
});
afterAll(() => server.stop());

let written = 0;
const letter = (headers: Record<string, string> = {}) => {
  const n = ++written;
  const id = { 'Message-ID': `<${n}@people.test>` };
  return mailOf({ From: `p${n % 40}@people.test`, Subject: `Mail ${n}`, ...id, ...headers }, `Text of mail ${n}.`);
};

/** As if the mails from that place on had come then: Dovecot takes INTERNALDATE from the file. */
function date(user: string, of: (index: number) => Date, from = 0): void {
  const folders = ['cur', 'new'].map((name) => join(server.folder(user), name));
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => ({ name, path: join(folder, name) })));
  files.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const [index, { path }] of files.entries()) if (index >= from) utimesSync(path, of(index), of(index));
}

const desk = (user: string, since: string, dataDir?: string): Promise<TestApp> =>
  buildTestApp({
    env: { MAIL_ADDRESS: user, IMAP_URL: server.imapUrl(user), SMTP_URL: server.smtpUrl, IMAP_SINCE: since },
    ...(dataDir ? { dataDir } : {}),
  });

const messages = (app: TestApp) => Messages(app.context).countDocuments({ direction: 'in' });
const arrived = (app: TestApp, count: number) =>
  eventually(async () => {
    expect(await Intake(app.context).countDocuments({ outcome: 'pending' })).toBe(0);
    expect(await messages(app)).toBe(count);
  }, LONG);
const isUp = (app: TestApp) =>
  eventually(() => expect(app.context.channels.get('email')?.states()).toMatchObject([{ state: 'up' }]));

/** One more mail, behind all that is to be read: when it is there, the others would be too. */
async function afterAnother(app: TestApp, user: string, before: number): Promise<void> {
  server.deliver(user, letter());
  await arrived(app, before + 1);
}
const mailsOut = async (app: TestApp) =>
  (await Messages(app.context).countDocuments({ direction: 'out' })) +
  Array.from({ length: 40 }, (_, i) => server.mailbox(`p${i}@people.test`).length).reduce((sum, n) => sum + n, 0);

describe.skipIf(dovecotMissing)(`the first connection to ${OLD} old mails (${dovecotMissing ?? 'Dovecot'})`, () => {
  function oldMailbox(user: string): void {
    for (let i = 0; i < OLD; i++) server.deliver(user, letter());
    const [day, step] = [Date.parse(`${DAY}T00:00:00Z`), 60_000];
    date(user, (index) => new Date(day + (index - (OLD - SINCE_DAY)) * step));
  }
  const socketEvents = (app: TestApp) => app.context.db.collection('events').countDocuments({ kind: 'message' });

  test('now: no ticket, and from then on everything', { timeout: LONG }, async () => {
    const user = 'now@desk.test';
    oldMailbox(user);
    const app = await desk(user, 'now');
    await app.listen();
    await isUp(app);
    await eventually(async () => expect(await app.context.db.collection('email_cursors').countDocuments()).toBe(1));
    expect(await Tickets(app.context).countDocuments()).toBe(0);
    await afterAnother(app, user, 0);
    expect(await mailsOut(app)).toBe(0);
    await app.close();
  });

  test('a date: exactly its mails, open, and nobody is told', { timeout: LONG }, async () => {
    const user = 'date@desk.test';
    oldMailbox(user);
    const app = await desk(user, DAY);
    const { cookie } = await app.signIn('admin');
    const probe = await app.inject({ method: 'POST', url: '/api/v1/mailboxes/env/test', headers: { cookie } });
    expect(probe.json()).toMatchObject({ mails: { all: OLD, taken: SINCE_DAY } });
    await app.listen();
    await arrived(app, SINCE_DAY);
    expect(await Tickets(app.context).countDocuments({ status: 'new', history: true, queued: true })).toBe(SINCE_DAY);
    expect(await socketEvents(app)).toBe(0);
    await afterAnother(app, user, SINCE_DAY);
    expect(await socketEvents(app)).toBe(1);
    expect(await mailsOut(app)).toBe(0);
    await app.close();
  });

  test('all: every mail as a solved ticket, and nobody is told', { timeout: LONG }, async () => {
    const user = 'all@desk.test';
    oldMailbox(user);
    const app = await desk(user, 'all');
    await app.listen();
    await arrived(app, OLD);
    const solved = { status: 'solved' as const, history: true, queued: false, assignee: null, waitingSince: null };
    expect(await Tickets(app.context).countDocuments(solved)).toBe(OLD);
    expect(await Tickets(app.context).countDocuments({ createdAt: { $gte: new Date(`${DAY}T00:00:00Z`) } })).toBe(
      SINCE_DAY,
    );
    expect(await socketEvents(app)).toBe(0);
    await afterAnother(app, user, OLD);
    expect(await mailsOut(app)).toBe(0);
    await app.close();
  });
});

describe.skipIf(dovecotMissing)(`a mailbox that others work in (${dovecotMissing ?? 'Dovecot'})`, () => {
  test(`${NEW} mails dated ten days back, seen, moved, renumbered three times`, { timeout: LONG }, async () => {
    const user = 'busy@desk.test';
    for (let i = 0; i < 20; i++) server.deliver(user, letter());
    date(user, () => new Date('2026-01-15T12:00:00Z'));
    const first = await desk(user, 'now');
    await first.listen();
    await isUp(first);
    await afterAnother(first, user, 0);
    const dataDir = first.dataDir;
    await first.close(true);

    for (let i = 0; i < NEW; i++) server.deliver(user, letter());
    const tenDaysBack = new Date(Date.now() - 10 * DAY_MS);
    date(user, () => tenDaysBack, 21);
    const act = (...args: string[]) => server.doveadm(...args);
    const inBox = (uids: string) => ['mailbox', 'INBOX', 'uid', uids];
    await act('flags', 'add', '-u', user, '\\Seen', ...inBox(`22:${21 + SEEN}`));
    const app = await desk(user, 'now', dataDir);
    await app.listen();
    await arrived(app, 1 + NEW);

    await act('mailbox', 'create', '-u', user, 'Elsewhere');
    const moved = inBox(`${30}:${29 + MOVED}`);
    await act('move', '-u', user, 'Elsewhere', ...moved);
    await act('move', '-u', user, 'INBOX', 'mailbox', 'Elsewhere', 'all');
    await afterAnother(app, user, 1 + NEW);

    for (let round = 0; round < 3; round++) {
      // One comes in between, with a date before the first connection.
      await server.stopImap();
      server.deliver(user, letter());
      date(user, () => tenDaysBack, 22 + NEW + 2 * round);
      await server.renumber(user);
      await afterAnother(app, user, 3 + NEW + 2 * round);
    }
    const hashes = new Set(server.mailbox(user).map((raw) => createHash('sha256').update(raw).digest('hex')));
    expect(hashes.size).toBe(20 + 8 + NEW);
    expect(await Intake(app.context).countDocuments({})).toBe(8 + NEW);
    expect(await Intake(app.context).distinct('content')).toHaveLength(8 + NEW);
    await app.close();
  });

  test('20 mails without Message-ID, and 20 different ones with the same: 40', { timeout: LONG }, async () => {
    const user = 'alike@desk.test';
    const app = await desk(user, 'now');
    await app.listen();
    await isUp(app);
    for (let i = 0; i < 20; i++) {
      server.deliver(user, `From: a@people.test\r\nTo: ${user}\r\nSubject: none ${i}\r\n\r\nHello ${i}\r\n`);
      server.deliver(user, letter({ 'Message-ID': '<same@people.test>' }));
    }
    await arrived(app, 40);
    expect(await Tickets(app.context).countDocuments()).toBe(40);
    await app.close();
  });
});

import { readdirSync, renameSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { watchMailbox, type Watcher } from '../../../../server/channels/email/imap.ts';
import { EmailCursors } from '../../../../server/channels/email/model.ts';
import { Intake, type IntakeDoc } from '../../../../server/intake/model.ts';
import { openRaw } from '../../../../server/intake/raw.ts';
import { Tickets } from '../../../../server/tickets/model.ts';
import { buildTestApp, type TestApp } from '../../../support/app.ts';
import { eventually } from '../../../support/eventually.ts';
import { dovecotMissing, startMailServer, type MailServer } from '../../../support/mail-server.ts';
import { mailOf } from './desk.ts';

if (dovecotMissing) console.warn(`Skipped: the IMAP tests. ${dovecotMissing}`);

describe.skipIf(dovecotMissing)('a mailbox', () => {
  let server: MailServer;
  let app: TestApp;
  const watchers: Watcher[] = [];
  let user = '';
  let count = 0;
  beforeAll(async () => {
    server = await startMailServer();
    app = await buildTestApp({ env: { MAIL_ADDRESS: 'support@desk.test' } });
    // Interpreting is the channel's work, watching is done here.
  });
  afterEach(async () => {
    await Promise.all(watchers.splice(0).map((watcher) => watcher.stop()));
  });
  afterAll(async () => {
    await app.close();
    await server.stop();
  });

  /** A mailbox of its own for each test, and an account of its own, so that the ledger is empty. */
  const newMailbox = () => ((user = `box${++count}@desk.test`), server.folder(user));
  const states: string[] = [];
  function watch(since = 'now'): Watcher {
    states.length = 0;
    const watcher = watchMailbox(app.context, {
      account: user,
      url: server.imapUrl(user),
      since,
      onState: (state, failed) => states.push(failed ? `${state}: ${failed.cause}` : state),
      onMail: () => undefined,
    });
    watchers.push(watcher);
    return watcher;
  }
  const up = () => eventually(() => expect(states.at(-1)).toBe('up'));
  const connected = async () => {
    await up();
    await eventually(async () => expect(await cursor()).toBeTruthy());
  };
  const cursor = () =>
    EmailCursors(app.context)
      .findOne({ _id: { $regex: `^${user}/` } })
      .lean();
  const stands = (uid: number) => eventually(async () => expect((await cursor())?.uid).toBe(uid));
  const items = () => Intake(app.context).find({ account: user }).sort({ _id: 1 }).lean<IntakeDoc[]>();
  const subjects = async () =>
    (await Promise.all((await items()).map((item) => openRaw(app.context, item)))).map(
      ({ raw }) => /^Subject: (.*)\r$/m.exec(raw.toString())?.[1],
    );
  const has = (...expected: string[]) => eventually(async () => expect(await subjects()).toEqual(expected));
  const deliver = (subject: string) =>
    server.deliver(user, mailOf({ Subject: subject, 'Message-ID': `<${subject}@people.test>` }));
  /** As if these mails had come long ago: Dovecot takes INTERNALDATE from the file. */
  const age = (folder: string, at = new Date('2026-01-15T12:00:00Z')) => {
    for (const part of ['new', 'cur'])
      for (const file of readdirSync(join(folder, part))) utimesSync(join(folder, part, file), at, at);
  };

  it('starts at now, and takes what arrives while it waits in IDLE', async () => {
    newMailbox();
    deliver('old');
    watch();
    await connected();
    deliver('new');
    await has('new');
    await eventually(async () => expect(await items()).toMatchObject([{ outcome: 'ticket' }]));
    expect(await Tickets(app.context).countDocuments({ account: user })).toBe(1);
    await stands(2);
  });

  it('goes on where it stood: what came while it was away, seen by another client or not', async () => {
    newMailbox();
    const first = watch();
    await connected();
    deliver('one');
    await has('one');
    await first.stop();
    deliver('two');
    deliver('three');
    await server.doveadm('flags', 'add', '-u', user, '\\Seen', 'mailbox', 'INBOX', 'all');
    watch();
    await has('one', 'two', 'three');
  });

  it('leaves no trace: nothing flagged, nothing deleted', async () => {
    newMailbox();
    watch('all');
    deliver('untouched');
    await has('untouched');
    expect((await server.doveadm('fetch', '-u', user, 'flags', 'mailbox', 'INBOX', 'all')).trim()).toMatch(
      /^flags: *(?:\\Recent)?$/,
    );
    expect(server.mailbox(user)).toHaveLength(1);
  });

  it('takes a mail that was moved away and back once', async () => {
    newMailbox();
    watch();
    await connected();
    deliver('wanderer');
    await has('wanderer');
    await server.doveadm('mailbox', 'create', '-u', user, 'Elsewhere');
    await server.doveadm('move', '-u', user, 'Elsewhere', 'mailbox', 'INBOX', 'all');
    await server.doveadm('move', '-u', user, 'INBOX', 'mailbox', 'Elsewhere', 'all');
    deliver('stayer');
    await has('wanderer', 'stayer');
    await stands(3);
  });

  it('takes mails alike in Message-ID that differ in a byte', async () => {
    newMailbox();
    watch();
    await connected();
    server.deliver(user, mailOf({ Subject: 'a', 'Message-ID': '<same@people.test>' }));
    await has('a');
    server.deliver(user, mailOf({ Subject: 'b', 'Message-ID': '<same@people.test>' }));
    await has('a', 'b');
  });

  it('survives a changed UIDVALIDITY: nothing lost, nothing doubled, nothing from before the start', async () => {
    const folder = newMailbox();
    deliver('ancient');
    age(folder);
    watch();
    await connected();
    deliver('one');
    await has('one');
    const before = await cursor();
    await server.renumber(user);
    deliver('two');
    await has('one', 'two');
    await stands(3);
    expect((await cursor())?.uidvalidity).not.toBe(before?.uidvalidity);
  });

  it('takes what came in between with a date before the start, though UIDVALIDITY changed meanwhile', async () => {
    const folder = newMailbox();
    for (const subject of ['ancient', 'another']) deliver(subject);
    age(folder);
    const first = watch();
    await connected();
    await eventually(async () => expect((await cursor())?.remembered).toBe(true));
    await first.stop();
    deliver('moved here');
    const [newest = ''] = readdirSync(join(folder, 'new')).sort().slice(-1);
    const earlier = new Date('2026-01-10T12:00:00Z');
    utimesSync(join(folder, 'new', newest), earlier, earlier);
    await server.renumber(user);
    watch();
    await has('moved here');
    await stands(3);
  });

  it('takes all, as history', async () => {
    newMailbox();
    deliver('old 1');
    deliver('old 2');
    age(server.folder(user));
    watch('all');
    await has('old 1', 'old 2');
    deliver('new');
    await has('old 1', 'old 2', 'new');
    await eventually(async () =>
      expect(
        (await Tickets(app.context).find({ account: user }).sort({ number: 1 }).lean()).map(({ status }) => status),
      ).toEqual(['solved', 'solved', 'new']),
    );
  });

  it('starts at a date', async () => {
    const folder = newMailbox();
    deliver('too old');
    age(folder, new Date('2025-12-31T12:00:00Z'));
    for (const file of readdirSync(join(folder, 'new')))
      renameSync(join(folder, 'new', file), join(folder, 'cur', `${file}:2,S`));
    deliver('in time');
    watch('2026-01-01');
    await has('in time');
    deliver('new');
    await has('in time', 'new');
  });

  it('comes back when the server was away, and takes what came meanwhile', async () => {
    newMailbox();
    watch();
    await connected();
    await server.stopImap();
    await eventually(() => expect(states.at(-1)).toMatch(/^down: (closed|refused)/));
    deliver('meanwhile');
    await server.startImap();
    await has('meanwhile');
    expect(states.at(-1)).toBe('up');
  });

  it('says what is wrong when it cannot sign in, and never the password', async () => {
    newMailbox();
    watchers.push(
      watchMailbox(app.context, {
        account: user,
        url: server.imapUrl(user).replace(/:[^:@/]+@/, ':wrong-secret@'),
        since: 'now',
        onState: (state, failed) => states.push(failed ? `${state}: ${failed.cause}` : state),
        onMail: () => undefined,
      }),
    );
    await eventually(() => expect(states.at(-1)).toBe('down: sign-in'));
  });

  it('reads a long backlog in batches, each mail once', async () => {
    newMailbox();
    for (let i = 0; i < 60; i++) deliver(`mail ${i}`);
    const first = watch('all');
    await eventually(async () => expect((await items()).length).toBeGreaterThan(5));
    await first.stop();
    watch('all');
    await eventually(async () => expect(new Set(await subjects()).size).toBe(60));
    expect(await items()).toHaveLength(60);
  });
});

import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Failed } from '../../../../server/channels/cause.ts';
import { watchMailbox, type Watcher, type WatcherOptions } from '../../../../server/channels/email/imap.ts';
import { EmailCursors } from '../../../../server/channels/email/model.ts';
import { Intake, type IntakeDoc } from '../../../../server/intake/model.ts';
import { openRaw, openReason } from '../../../../server/intake/raw.ts';
import { buildTestApp, type TestApp } from '../../../support/app.ts';
import { eventually } from '../../../support/eventually.ts';
import { dovecotMissing, startMailServer, type MailServer } from '../../../support/mail-server.ts';
import { startProxy } from '../../../support/proxy.ts';
import { mailOf } from './desk.ts';

let app: TestApp;
const watchers: Watcher[] = [];
beforeAll(async () => {
  app = await buildTestApp({ env: { MAIL_ADDRESS: 'support@desk.test' } });
});
afterEach(async () => {
  await Promise.all(watchers.splice(0).map((watcher) => watcher.stop()));
});
afterAll(() => app.close());

function watch(user: string, url: string, more: Partial<WatcherOptions> = {}): string[] {
  const states: string[] = [];
  const onState = (state: string, failed?: Failed) => states.push(failed ? `${state}: ${failed.detail}` : state);
  const options = { account: user, url, since: 'all', onState, onMail: () => undefined, ...more };
  watchers.push(watchMailbox(app.context, options));
  return states;
}
const items = (user: string) => Intake(app.context).find({ account: user }).sort({ _id: 1 }).lean<IntakeDoc[]>();
const subjects = async (user: string) =>
  (await Promise.all((await items(user)).map((item) => openRaw(app.context, item))))
    .map(({ raw }) => /^Subject: (.*)\r$/m.exec(raw.toString())?.[1] ?? '')
    .sort();
const cursor = (user: string) =>
  EmailCursors(app.context)
    .findOne({ _id: { $regex: `^${user}/` } })
    .lean();
const deliver = (server: MailServer, user: string, subject: string, body = 'Hello') =>
  server.deliver(user, mailOf({ Subject: subject, 'Message-ID': `<${subject}.${user}>` }, body));
const names = (n: number) => Array.from({ length: n }, (_, i) => `mail-${String(i).padStart(3, '0')}`);

describe.skipIf(dovecotMissing)(`IMAP servers (${dovecotMissing ?? 'Dovecot'})`, () => {
  let server: MailServer;
  beforeAll(async () => {
    server = await startMailServer();
  });
  afterAll(() => server.stop());

  it('that cut the connection again and again: each mail arrives, once', async () => {
    const user = 'cut@desk.test';
    const url = new URL(server.imapUrl(user));
    const proxy = await startProxy(Number(url.port));
    const all = names(24);
    for (const name of all) deliver(server, user, name, 'line\n'.repeat(2_000));
    // Less than what a batch takes, and enough for a mail or two.
    proxy.cutAfter = 40_000;
    url.port = String(proxy.port);
    watch(user, url.href, { waits: { missing: 10 } });
    await eventually(async () => expect(proxy.cuts).toBeGreaterThan(2));
    proxy.cutAfter = 200_000;
    proxy.delayMs = 5;
    await eventually(async () => expect(await subjects(user)).toEqual(all), 60_000);
    await eventually(async () => expect((await cursor(user))?.missing).toEqual([]));
    await watchers.splice(0)[0]?.stop();
    await proxy.stop();
  });

  it('that never give one mail: the others flow, agents see it in the quarantine, and it arrives once it can', async () => {
    const user = 'stuck@desk.test';
    for (const name of names(5)) deliver(server, user, name);
    const folder = join(server.folder(user), 'new');
    const stuck = readdirSync(folder).sort()[2] ?? '';
    expect(readFileSync(join(folder, stuck), 'utf8')).toContain('mail-002');
    chmodSync(join(folder, stuck), 0);
    const url = server.imapUrl(user);
    watch(user, url, { waits: { missing: 5 } });
    const rest = names(5).filter((name) => name !== 'mail-002');
    await eventually(async () => expect((await subjects(user)).filter(Boolean)).toEqual(rest), 60_000);
    deliver(server, user, 'the next');
    await eventually(async () => expect((await subjects(user)).filter(Boolean)).toEqual([...rest, 'the next']), 60_000);
    await eventually(async () => {
      const told = (await items(user)).filter(({ outcome }) => outcome === 'quarantined');
      expect(told.map((item) => openReason(app.context, item))).toEqual(['the mail server does not give it (UID 3)']);
    }, 60_000);
    expect((await cursor(user))?.missing).toEqual([3]);
    await watchers.splice(0)[0]?.stop();
    for (const part of ['new', 'cur'])
      for (const file of readdirSync(join(server.folder(user), part)))
        chmodSync(join(server.folder(user), part, file), 0o644);
    watch(user, url, { waits: { missing: 5 } });
    await eventually(async () => expect(await subjects(user)).toContain('mail-002'), 60_000);
    await eventually(async () => expect((await cursor(user))?.missing).toEqual([]));
  });

  it('told to, mails go to a folder once they are kept, and what is put back stays', async () => {
    const user = 'move@desk.test';
    const url = server.imapUrl(user);
    deliver(server, user, 'old');
    const options = { since: 'now', moveTo: 'Done', waits: { idle: 50 } };
    const states = watch(user, url, options);
    await eventually(async () => expect([states.at(-1), Boolean(await cursor(user))]).toEqual(['up', true]));
    deliver(server, user, 'one');
    deliver(server, user, 'two');
    const inFolder = async (folder: string) =>
      (await server.doveadm('fetch', '-u', user, 'hdr.subject', 'mailbox', folder, 'all')).match(/(?<=subject: ).+/g);
    await eventually(async () => expect((await inFolder('Done'))?.sort()).toEqual(['one', 'two']));
    expect(await inFolder('INBOX')).toEqual(['old']);
    expect(await subjects(user)).toEqual(['one', 'two']);
    await server.doveadm('move', '-u', user, 'INBOX', 'mailbox', 'Done', 'subject', 'one');
    deliver(server, user, 'three');
    await eventually(async () => expect((await inFolder('Done'))?.sort()).toEqual(['three', 'two']));
    expect((await inFolder('INBOX'))?.sort()).toEqual(['old', 'one']);
  });
});

describe.skipIf(dovecotMissing)(`a server without IDLE, CONDSTORE and MOVE (${dovecotMissing ?? 'Dovecot'})`, () => {
  let server: MailServer;
  beforeAll(async () => {
    server = await startMailServer('imap_capability = IMAP4rev1 LITERAL+ SASL-IR');
  });
  afterAll(() => server.stop());

  it('is asked again and again; nothing is deleted there to move it', async () => {
    const user = 'plain@desk.test';
    const states = watch(user, server.imapUrl(user), { since: 'now', moveTo: 'Done', waits: { none: 50 } });
    await eventually(async () => expect([states.at(-1), Boolean(await cursor(user))]).toEqual(['up', true]));
    deliver(server, user, 'one');
    await eventually(async () => expect(await subjects(user)).toEqual(['one']));
    deliver(server, user, 'two');
    await eventually(async () => expect(await subjects(user)).toEqual(['one', 'two']));
    expect(server.mailbox(user)).toHaveLength(2);
  });
});

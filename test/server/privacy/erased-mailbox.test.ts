import { Types } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { watchMailbox, type Watcher } from '../../../server/channels/email/imap.ts';
import { EmailCursors } from '../../../server/channels/email/model.ts';
import { customerByEmail } from '../../../server/customers/find.ts';
import { Intake } from '../../../server/intake/model.ts';
import { Messages } from '../../../server/tickets/message-model.ts';
import { Tickets } from '../../../server/tickets/model.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { dovecotMissing, startMailServer, type MailServer } from '../../support/mail-server.ts';
import { mailOf } from '../channels/email/desk.ts';

if (dovecotMissing) console.warn(`Skipped: the mailbox of somebody who was erased. ${dovecotMissing}`);

/** The mails of somebody who was erased still lie in the mailbox, which is read again and again. */
describe.skipIf(dovecotMissing)('the mailbox of somebody who was erased', () => {
  const user = 'erased@desk.test';
  let server: MailServer;
  let app: TestApp;
  let watcher: Watcher | undefined;
  beforeAll(async () => {
    server = await startMailServer();
    app = await buildTestApp({ env: { MAIL_ADDRESS: 'support@desk.test' } });
    server.folder(user);
  });
  afterAll(async () => {
    await watcher?.stop();
    await app.close();
    await server.stop();
  });

  const deliver = (subject: string, from = 'ann@people.test') =>
    server.deliver(user, mailOf({ Subject: subject, From: from, 'Message-ID': `<${subject}@people.test>` }));
  const cursor = () =>
    EmailCursors(app.context)
      .findOne({ _id: { $regex: `^${user}/` } })
      .lean();
  const stands = (uid: number) => eventually(async () => expect((await cursor())?.uid).toBe(uid), 30_000);
  /** One connection that reads what is new: a mark, delivered last, says that it was all read. */
  async function poll(mark: string): Promise<void> {
    const uid = server.mailbox(user).length + 1;
    deliver(mark, 'other@people.test');
    watcher = watchMailbox(app.context, {
      account: user,
      url: server.imapUrl(user),
      since: 'all',
      onState: () => undefined,
      onMail: () => undefined,
    });
    await stands(uid);
    await eventually(async () => expect(await Intake(app.context).countDocuments({ outcome: 'pending' })).toBe(0));
    await watcher.stop();
  }
  const ofAnn = async () => ({
    items: await Intake(app.context).countDocuments({ outcome: 'erased' }),
    anonymous: await Tickets(app.context).countDocuments({ erased: true }),
    customer: await customerByEmail(app.context, 'ann@people.test'),
  });

  it('brings nothing back: three polls and another UIDVALIDITY add nothing', async () => {
    for (const subject of ['one', 'two', 'three']) deliver(subject);
    await poll('mark 0');
    const ann = await customerByEmail(app.context, 'ann@people.test');
    const { cookie } = await app.signIn('admin');
    const id = String(ann?._id);
    const url = `/api/v1/customers/${id}/erasure`;
    const answer = await app.inject({ method: 'POST', url, headers: { cookie }, payload: { confirm: id } });
    expect(answer.json().counts).toMatchObject({ Ticket: 3, Intake: 3, Message: 3 });
    const after = { items: 3, anonymous: 3, customer: undefined };
    expect(await ofAnn()).toEqual(after);

    for (const n of [1, 2, 3]) await poll(`mark ${n}`);
    expect(await ofAnn()).toEqual(after);
    const before = await cursor();
    const items = await Intake(app.context).countDocuments();
    await server.renumber(user);
    await poll('mark 4');
    expect((await cursor())?.uidvalidity).not.toBe(before?.uidvalidity);
    expect(await ofAnn()).toEqual(after);
    expect(await Intake(app.context).countDocuments()).toBe(items + 1);
    expect(await Messages(app.context).countDocuments({ customer: new Types.ObjectId(id) })).toBe(0);
  });

  it('and a new mail of theirs is a new customer’s, with nothing of the old', async () => {
    deliver('new');
    await poll('mark 5');
    const ann = await customerByEmail(app.context, 'ann@people.test');
    expect(await Tickets(app.context).countDocuments({ customer: ann?._id })).toBe(1);
    expect((await ofAnn()).anonymous).toBe(3);
  });
});

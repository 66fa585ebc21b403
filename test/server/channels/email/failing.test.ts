import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Tickets } from '../../../../server/tickets/model.ts';
import { buildTestApp, type TestApp } from '../../../support/app.ts';
import { eventually } from '../../../support/eventually.ts';
import { dovecotMissing, startMailServer, type MailServer } from '../../../support/mail-server.ts';
import { mailOf } from './desk.ts';

const DESK = 'support@desk.test';
/** A mailbox is tried again later and later: on a busy machine the next attempt may be a minute away. */
const LONG = 240_000;

describe.skipIf(dovecotMissing)(`a mailbox that fails (${dovecotMissing ?? 'Dovecot'})`, () => {
  let server: MailServer;
  let app: TestApp;
  let cookie: string;
  let ahead = 0;
  beforeAll(async () => {
    server = await startMailServer();
    app = await buildTestApp({
      empty: true,
      env: { MAIL_ADDRESS: DESK, IMAP_URL: server.imapUrl(DESK) },
      clock: { now: () => new Date(Date.now() + ahead) },
    });
    await app.listen();
    ({ cookie } = await app.signIn('readonly'));
  });
  afterAll(async () => {
    await app.close();
    await server.stop();
  });

  const state = async () =>
    (await app.inject({ url: '/api/v1/channels', headers: { cookie } }))
      .json<{ items: { channel: string; state: string; since: string; cause?: string; failing?: boolean }[] }>()
      .items.find(({ channel }) => channel === 'email');
  const told = () => app.context.db.collection('events').countDocuments({ kind: 'channel' });

  it('is nobody’s business for those who are not signed in', async () =>
    expect((await app.inject({ url: '/api/v1/channels' })).statusCode).toBe(401));

  it(
    'for two minutes is told to all agents, with the cause and since when; afterwards everything arrives',
    { timeout: LONG },
    async () => {
      await eventually(async () => expect(await state()).toMatchObject({ state: 'up' }));
      const before = Date.now();
      await server.stopImap();
      server.deliver(DESK, mailOf({ Subject: 'while it was away' }));
      await eventually(async () => expect(await state()).toMatchObject({ state: 'down' }));
      const down = await state();
      expect(down?.failing).toBeUndefined();
      expect(down?.cause).toBeDefined();
      expect(Date.parse(down?.since ?? '')).toBeGreaterThanOrEqual(before - 1000);
      await eventually(async () => expect((await state())?.cause).toBe('refused'));
      const events = await told();
      const since = (await state())?.since;
      ahead = 121_000;
      expect(await state()).toMatchObject({ failing: true, since });
      // The next attempt to connect sees that it is too long.
      await eventually(async () => expect(await told()).toBeGreaterThan(events), LONG);
      await server.startImap();
      await eventually(async () => expect(await Tickets(app.context).countDocuments()).toBe(1), LONG);
      expect(await state()).toMatchObject({ state: 'up' });
      expect((await state())?.failing).toBeUndefined();
      expect(await told()).toBeGreaterThan(events + 1);
    },
  );
});

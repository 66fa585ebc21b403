import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Messages } from '../../../../server/tickets/message-model.ts';
import { buildTestApp, freePort, type TestApp } from '../../../support/app.ts';
import { eventually } from '../../../support/eventually.ts';
import { dovecotMissing, startMailServer, type MailServer } from '../../../support/mail-server.ts';
import { mailOf } from './desk.ts';

const body = { name: 'Sales', address: 'Sales@desk.test', enabled: true, door: false, since: 'now' };
const mailbox = (address: string, more: object = {}) => ({ ...body, name: address, address, ...more });

let app: TestApp;
let cookie: string;
beforeAll(async () => {
  app = await buildTestApp({ env: { ALLOW_PRIVATE_HOSTS: '127.0.0.1' } });
  await app.listen();
  cookie = (await app.signIn('admin')).cookie;
});
afterAll(() => app.close());

const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object, as = cookie) =>
  app.inject({ method, url: `/api/v1/mailboxes${path}`, headers: { cookie: as }, ...(payload ? { payload } : {}) });

describe.skipIf(dovecotMissing)(`mailboxes on a real server (${dovecotMissing ?? 'Dovecot'})`, () => {
  let server: MailServer;
  beforeAll(async () => {
    server = await startMailServer();
  });
  afterAll(() => server?.stop());

  function parts(user: string) {
    const [imap, smtp] = [new URL(server.imapUrl(user)), new URL(server.smtpUrl)];
    return {
      imap: {
        host: imap.hostname,
        port: Number(imap.port),
        security: 'none',
        user,
        password: decodeURIComponent(imap.password),
      },
      smtp: { host: smtp.hostname, port: Number(smtp.port), security: 'none', user: '' },
    };
  }

  it('are read and answered from, each with its own sender', async () => {
    const [left, right] = ['left@desk.test', 'right@desk.test'];
    const made: string[] = [];
    for (const address of [left, right]) {
      const answer = await call('POST', '', mailbox(address, parts(address)));
      expect(answer.statusCode).toBe(201);
      made.push(answer.json<{ id: string }>().id);
    }
    const states = async () =>
      (await app.inject({ url: '/api/v1/channels', headers: { cookie } }))
        .json<{ items: { account: string; state: string }[] }>()
        .items.filter(({ account, state }) => made.includes(account) && state === 'up');
    await eventually(async () => expect(await states()).toHaveLength(2));
    server.deliver(left, mailOf({ To: left, Subject: 'to the left' }));
    server.deliver(right, mailOf({ To: right, Subject: 'to the right', From: 'Bob <bob@people.test>' }));
    const found = async (subject: string) =>
      (await app.inject({ url: '/api/v1/tickets?view=all&limit=50', headers: { cookie } }))
        .json<{ items: { subject: string; number: number }[] }>()
        .items.find((ticket) => ticket.subject === subject);
    await eventually(async () => expect(await found('to the right')).toBeTruthy());
    const { number } = (await found('to the right'))!;
    const answer = { clientId: 'answer-one', text: 'From the right one.' };
    await app.inject({
      method: 'POST',
      url: `/api/v1/tickets/${number}/replies`,
      headers: { cookie },
      payload: answer,
    });
    await eventually(() => expect(server.mailbox('bob@people.test').map(String).join()).toContain('<right@desk.test>'));
    // The mail may be there before its delivery is noted.
    const pending = () => Messages(app.context).countDocuments({ direction: 'out', 'delivery.state': 'pending' });
    await eventually(async () => expect(await pending()).toBe(0));
  });

  it('in a private network that is not allowed are neither read nor sent through', async () => {
    const address = 'inside@desk.test';
    const { imap, smtp } = parts(address);
    const inside = { host: '127.0.0.2' };
    const more = { imap: { ...imap, ...inside }, smtp: { ...smtp, ...inside } };
    const { id } = (await call('POST', '', mailbox(address, more))).json<{ id: string }>();
    const state = async () =>
      (await app.inject({ url: '/api/v1/channels', headers: { cookie } }))
        .json<{ items: { account: string; state: string; cause?: string }[] }>()
        .items.find(({ account }) => account === id);
    await eventually(async () => expect(await state()).toMatchObject({ state: 'down' }));
    expect(await state()).toMatchObject({ cause: 'private-host', name: address });
    await call('DELETE', `/${id}`);
  });

  it('are tested before they are saved: how many mails there are, and what is wrong in a word', async () => {
    server.deliver('old@desk.test', mailOf({ Subject: 'old' }));
    const { imap, smtp } = parts('old@desk.test');
    const test = async (more: object) => (await call('POST', '/test', mailbox('old@desk.test', more))).json<object>();
    expect(await test({ imap, smtp })).toEqual({ imap: { ok: true }, smtp: { ok: true }, mails: { all: 1, taken: 0 } });
    expect(await test({ imap, since: 'all' })).toMatchObject({ mails: { all: 1, taken: 1 } });
    const closed = await freePort();
    expect(await test({ imap: { ...imap, password: 'wrong' } })).toMatchObject({
      imap: { ok: false, problem: 'sign-in' },
    });
    expect(await test({ imap: { ...imap, folder: 'Nowhere' } })).toMatchObject({
      imap: { ok: false, problem: 'folder' },
    });
    expect(await test({ imap: { ...imap, port: closed }, smtp: { ...smtp, port: closed } })).toMatchObject({
      imap: { ok: false, problem: 'refused' },
      smtp: { ok: false, problem: 'refused' },
    });
    expect(await test({ imap: { ...imap, host: 'nowhere.invalid' } })).toMatchObject({
      imap: { ok: false, problem: 'address' },
    });
    const inside = { host: '127.0.0.2' };
    expect(await test({ imap: { ...imap, ...inside }, smtp: { ...smtp, ...inside } })).toMatchObject({
      imap: { ok: false, problem: 'private-host' },
      smtp: { ok: false, problem: 'private-host' },
    });
  });
});

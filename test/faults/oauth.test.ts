import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MailTokens } from '../../server/channels/email/oauth/model.ts';
import { Messages } from '../../server/tickets/message-model.ts';
import { Tickets, type TicketDoc } from '../../server/tickets/model.ts';
import { buildTestApp, type TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { dovecotMissing, startMailServer, type MailServer } from '../support/mail-server.ts';
import { startOAuthProvider, type OAuthProvider } from '../support/oauth-provider.ts';
import { openSmtpSink, type SmtpSink } from '../support/smtp-sink.ts';

/** A mailbox that is connected to a provider, whose tokens last for a moment, loses nothing; when access ends, it shows. */
const FULL = process.env['OMBUD_FAULTS'] === 'full';
const [MINUTES, LIFE_S, IN, OUT] = FULL ? [10, 60, 200, 50] : [0.15, 2, 12, 4];
const USER = 'desk@oauth.test';

let provider: OAuthProvider;
let mail: MailServer;
let sink: SmtpSink;
let app: TestApp;
let cookie: string;
let folder: string;
/** Dovecot asks the provider whose a token is. */
const introspection = (): string => `
introspection_url = ${provider.url}/introspect?token=
introspection_mode = get
username_attribute = user
active_attribute = active
active_value = true
`;
const byToken = (): string => `
auth_mechanisms = plain xoauth2
passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = ${folder}/oauth2.conf
}
`;
beforeAll(async () => {
  if (dovecotMissing) return;
  provider = await startOAuthProvider(LIFE_S);
  folder = await mkdtemp(join(tmpdir(), 'ombud-oauth-'));
  await writeFile(join(folder, 'oauth2.conf'), introspection());
  await chmod(folder, 0o755);
  mail = await startMailServer(byToken());
  sink = await openSmtpSink({}, provider.isValid);
  app = await buildTestApp({ env: { ALLOW_PRIVATE_HOSTS: '127.0.0.1' } });
  await app.listen();
  ({ cookie } = await app.signIn('admin'));
});
afterAll(async () => {
  if (dovecotMissing) return;
  await app.close();
  await Promise.all([mail.stop(), sink.stop(), provider.stop()]);
  await rm(folder, { recursive: true });
});

const call = (method: 'GET' | 'POST' | 'PUT', url: string, payload?: object, as = cookie) =>
  app.inject({ method, url: `/api/v1${url}`, headers: { cookie: as }, ...(payload ? { payload } : {}) });

const server = (url: string) => ({ host: '127.0.0.1', port: Number(new URL(url).port), security: 'none' });

async function connect(account?: string): Promise<string> {
  const asked = { provider: 'google', name: 'Desk', address: USER, since: 'now', ...(account ? { account } : {}) };
  const { url } = (await call('POST', '/mailboxes/connect', asked)).json<{ url: string }>();
  const back = new URL(provider.agree(url, USER));
  const stranger = await app.signIn('admin');
  const stolen = await call('GET', `/mailboxes/connected${back.search}`, undefined, stranger.cookie);
  expect(stolen.headers.location).toContain('failed=forbidden');
  const ended = await call('GET', `/mailboxes/connected${back.search}`);
  expect(ended.statusCode).toBe(302);
  return new URL(ended.headers.location ?? '').searchParams.get('connected') ?? `none: ${ended.headers.location}`;
}

const stateOf = async (id: string) => {
  const { items } = (await call('GET', '/channels')).json<{
    items: { account: string; state: string; error?: string; cause?: string; since: string; failing?: boolean }[];
  }>();
  return items.find(({ account }) => account === id);
};

test.skipIf(dovecotMissing)(
  `${MINUTES} minutes with tokens of ${LIFE_S} s: ${IN} in, ${OUT} out, then access is taken back`,
  { timeout: (MINUTES + 5) * 60_000 },
  async () => {
    expect((await app.inject({ method: 'GET', url: '/api/v1/mailboxes/connected' })).statusCode).toBe(401);
    expect(
      (await call('POST', '/mailboxes/connect', { provider: 'google', name: 'x', address: USER })).statusCode,
    ).toBe(422);
    const client = {
      clientId: provider.clientId,
      clientSecret: provider.clientSecret,
      authorizeUrl: `${provider.url}/authorize`,
      tokenUrl: `${provider.url}/token`,
      imap: server(mail.imapUrl(USER)),
      smtp: server(sink.url),
    };
    const kept = await call('PUT', '/mail-providers/google', client);
    expect(kept.json()).toMatchObject({ clientId: provider.clientId, hasSecret: true });
    expect(kept.body).not.toContain(provider.clientSecret);
    mail.deliver(USER, 'From: old@people.test\r\nSubject: old\r\n\r\nold\r\n');
    const account = await connect();
    expect(account).toMatch(/^[0-9a-f]{24}$/);
    expect((await call('GET', '/mailboxes')).json().items).toMatchObject([{ id: account, oauth: 'google' }]);
    await eventually(async () => expect((await stateOf(account))?.state).toBe('up'));
    const tested = await call('POST', `/mailboxes/${account}/test`);
    expect(tested.json()).toMatchObject({ imap: { ok: true }, smtp: { ok: true } });
    const stored = JSON.stringify(await MailTokens(app.context).find().lean());
    expect(stored).not.toMatch(/refreshToken|accessToken/);

    const pause = (MINUTES * 60_000) / IN;
    const tickets = () => Tickets(app.context).find().sort({ number: 1 }).lean<TicketDoc[]>();
    let answered = 0;
    for (let i = 0; i < IN; i++) {
      mail.deliver(
        USER,
        `From: c${i}@people.test\r\nSubject: Q${i}\r\nMessage-ID: <${i}@people.test>\r\n\r\nHi ${i}\r\n`,
      );
      await new Promise((resolve) => setTimeout(resolve, pause));
      for (const { number } of (await tickets()).slice(answered, Math.floor(((i + 1) * OUT) / IN))) {
        const reply = { clientId: `client-${number}`, text: `Answer ${number}` };
        expect((await call('POST', `/tickets/${number}/replies`, reply)).statusCode).toBe(201);
        answered++;
      }
      // Connections don't last for ever: a new one needs a token that is valid then.
      if (i % Math.ceil(IN / 4) === 1) await mail.restart();
    }
    await eventually(async () => expect(await tickets()).toHaveLength(IN), 120_000);
    await eventually(() => expect(new Set(sink.taken.map(({ to }) => to[0])).size).toBe(answered), 120_000);
    await eventually(async () =>
      expect(await Messages(app.context).countDocuments({ 'delivery.state': 'sent' })).toBe(answered),
    );
    console.log(`${IN} in, ${answered} out, 0 lost, ${provider.given()} tokens`);
    expect(answered).toBe(OUT);
    expect(provider.given()).toBeGreaterThan((MINUTES * 60) / LIFE_S / 2);

    provider.revoke(USER);
    const takenBack = Date.now();
    // What agents are shown as a banner.
    const banner = { state: 'down', failing: true };
    await eventually(async () => expect(await stateOf(account)).toMatchObject(banner), 120_000);
    expect(await stateOf(account)).toMatchObject({ cause: 'access', error: expect.stringContaining('invalid_grant') });
    console.log(`access taken back: shown after ${((Date.now() - takenBack) / 1000).toFixed(1)} s`);
    expect(await connect(account)).toBe(account);
    await eventually(async () => expect((await stateOf(account))?.state).toBe('up'));
    mail.deliver(USER, 'From: late@people.test\r\nSubject: late\r\n\r\nlate\r\n');
    await eventually(async () => expect(await tickets()).toHaveLength(IN + 1), 60_000);
  },
);

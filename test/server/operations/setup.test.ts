import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel } from '../../support/script-channel.ts';
import { openSmtpSink, type SmtpSink } from '../../support/smtp-sink.ts';

let app: TestApp;
let smtp: SmtpSink;
let admin: Awaited<ReturnType<TestApp['signIn']>>;
beforeAll(async () => {
  smtp = await openSmtpSink();
  app = await buildTestApp({ empty: true, env: { MAIL_ADDRESS: 'support@desk.example', SMTP_URL: smtp.url } });
  await app.listen();
  admin = await app.signIn('admin');
});
afterAll(async () => {
  await app.close();
  await smtp.stop();
});

const call = (method: 'GET' | 'POST' | 'DELETE', path: string, cookie = admin.cookie) =>
  app.inject({ method, url: `/api/v1${path}`, headers: { cookie } });
const state = async () => (await call('GET', '/setup')).json();

it('the first steps are an admin’s', async () => {
  expect((await app.inject({ url: '/api/v1/setup' })).statusCode).toBe(401);
  const { cookie } = await app.signIn('supervisor');
  for (const [method, path] of [
    ['GET', '/setup'],
    ['POST', '/setup/test-mail'],
    ['POST', '/samples'],
    ['DELETE', '/samples'],
  ] as const)
    expect((await call(method, path, cookie)).statusCode).toBe(403);
});

it('a test mail goes to the admin, and says why when it cannot', async () => {
  expect((await call('POST', '/setup/test-mail')).statusCode).toBe(204);
  expect(smtp.taken.at(-1)?.to).toEqual([admin.agent.email]);
  await smtp.stop();
  expect((await call('POST', '/setup/test-mail')).json()).toMatchObject({ status: 422, code: 'cannot-send' });
});

it('samples come once, make nobody who could sign in with a known password, and go again', async () => {
  expect((await call('POST', '/samples')).json()).toEqual({ tickets: 60 });
  expect((await call('POST', '/samples')).json()).toMatchObject({ code: 'already-exists' });
  const rules = (await call('GET', '/rules')).json();
  expect(rules.items).toEqual([]);
  expect(await state()).toMatchObject({ samples: true, done: { mail: false, chat: false } });
  expect((await call('DELETE', '/samples')).json()).toEqual({ tickets: 60 });
  expect(await state()).toMatchObject({ samples: false });
});

it('what is done is told by what is there', async () => {
  const mail = installScriptChannel(app);
  await (
    await mail.bring({})
  ).done;
  expect((await state()).done).toEqual({ mailbox: false, mail: true, chat: false, people: true });
});

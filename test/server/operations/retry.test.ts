import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ChannelView } from '../../../server/operations/schema.ts';
import { buildTestApp, freePort, type TestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';

let app: TestApp;
let cookie: string;
beforeAll(async () => {
  // Nobody listens there.
  const nowhere = `imap://a:b@127.0.0.1:${await freePort()}/INBOX?tls=off`;
  app = await buildTestApp({ env: { MAIL_ADDRESS: 'support@desk.test', IMAP_URL: nowhere } });
  await app.listen();
  ({ cookie } = await app.signIn('agent'));
});
afterAll(() => app.close());

const retry = (path: string, as = cookie) =>
  app.inject({ method: 'POST', url: `/api/v1/channels/${path}/retry`, headers: { cookie: as } });
const email = async () => {
  const { items } = (await app.inject({ url: '/api/v1/channels', headers: { cookie } })).json<{
    items: ChannelView[];
  }>();
  return items.find(({ channel }) => channel === 'email');
};

it('needs a session, and somebody who works here', async () => {
  expect((await retry('email/env', '')).statusCode).toBe(401);
  expect((await retry('email/env', (await app.signIn('readonly')).cookie)).statusCode).toBe(403);
});

it('a channel that has failed says why and since when, and is tried again when somebody asks', async () => {
  await eventually(async () => expect(await email()).toMatchObject({ state: 'down', error: expect.any(String) }));
  const { since } = (await email())!;
  expect((await retry('email/env')).statusCode).toBe(200);
  await eventually(async () => {
    const now = (await email())!;
    expect(now.state).toBe('down');
    expect(now.since > since).toBe(true);
  });
});

it('what works is left alone, and what there is not is not found', async () => {
  expect((await retry('webchat/env')).json()).toMatchObject({ code: 'illegal-step' });
  expect((await retry('telegram/env')).statusCode).toBe(404);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { safeName } from '../../../server/attachments/store.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel } from '../../support/script-channel.ts';

let app: TestApp;
beforeAll(async () => {
  app = await buildTestApp();
});
afterAll(() => app.close());

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\temp\\a.txt', 'a.txt'],
  ['a\u202Egnp.exe', 'agnp.exe'],
  [' \n ', 'file'],
])('%j is stored as %j', (given, name) => expect(safeName(given)).toBe(name));

test('a name that is cut in the middle of a character can be downloaded', async () => {
  const name = `${'x'.repeat(199)}😀.txt`;
  expect(safeName(name).isWellFormed()).toBe(true);
  const attachments = [{ name, type: 'text/plain', content: new Uint8Array([1, 2, 3]) }];
  await (
    await installScriptChannel(app).bring({ attachments })
  ).done;
  const { cookie } = await app.signIn();
  const read = (url: string) => app.inject({ url, headers: { cookie } });
  const [ticket] = (await read('/api/v1/tickets')).json().items;
  const [message] = (await read(`/api/v1/tickets/${ticket.number}/messages`)).json().items;
  const file = await read(message.attachments[0].url);
  expect(file.statusCode).toBe(200);
  expect([...file.rawPayload]).toEqual([1, 2, 3]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel } from '../../support/script-channel.ts';

let app: TestApp;
let cookie: string;
let number: number;
beforeAll(async () => {
  app = await buildTestApp();
  ({ cookie } = await app.signIn());
  await (
    await installScriptChannel(app).bring()
  ).done;
  const list = await app.inject({ url: '/api/v1/tickets', headers: { cookie } });
  number = list.json().items[0].number;
});
afterAll(() => app.close());

const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const id = '0'.repeat(24);

// A mistake of the asker is never told, or logged, as ours.
test.each([
  ['POST', 'tickets/1/attachments', { not: 'a form' }, 415, 'unsupported-type'],
  ['POST', 'tickets/1/snooze', { until: '2030-06-30T23:59:60Z' }, 422, 'unprocessable'],
  ['POST', 'tickets/1/assignment', { assignee: id }, 422, 'unprocessable'],
  ['POST', 'tickets/1/assignment', { team: id }, 422, 'unprocessable'],
  ['GET', `tickets?after=${cursor([8.7e15, id])}`, undefined, 400, 'invalid-cursor'],
  ['GET', `intake?after=${cursor([8.7e15, id])}`, undefined, 400, 'invalid-cursor'],
] as const)('%s %s %j is %i %s', async (method, path, payload, status, code) => {
  const url = `/api/v1/${path.replace('tickets/1/', `tickets/${number}/`)}`;
  const answer = await app.inject({ method, url, headers: { cookie }, ...(payload ? { payload } : {}) });
  expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
});

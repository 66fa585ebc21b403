import { afterAll, beforeAll, expect, test } from 'vitest';
import { drain } from '../../../server/channels/delivery.ts';
import { ticketById } from '../../../server/tickets/find.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

let app: TestApp;
let email: ScriptChannel;
let cookie: string;
const DESK = 'support@desk.example';
beforeAll(async () => {
  app = await buildTestApp();
  email = installScriptChannel(app);
  email.isOwn = (address) => address.toLowerCase() === DESK;
  ({ cookie } = await app.signIn());
});
afterAll(() => app.close());

let ids = 0;
const from = (value: string) => ({ kind: 'email' as const, value, verified: false });
const get = async (url: string) => (await app.inject({ url: `/api/v1${url}`, headers: { cookie } })).json();

async function open(more: object = {}) {
  const key = `recipients-${++ids}`;
  const customer = `customer${ids}@people.example`;
  const bring = async (message: object) =>
    await (
      await email.bring({ threadKeys: [key], from: from(customer), ...message })
    ).done;
  const { number } = await ticketById(app.context, (await bring(more)).ticket ?? '');
  const at = `/tickets/${number}`;
  const answer = (body: object = {}) =>
    app.inject({
      method: 'POST',
      url: `/api/v1${at}/replies`,
      headers: { cookie },
      payload: { clientId: `answer-${++ids}`, text: 'x', ...body },
    });
  const envelopeOf = async (id: string) =>
    await eventually(async () => {
      await drain(app.context);
      const out = email.sent.find((one) => one.messageId === id);
      expect(out).toBeDefined();
      return { to: [out?.to, ...(out?.alsoTo ?? [])], cc: out?.cc ?? [], bcc: out?.bcc ?? [] };
    });
  return { at, customer, bring, answer, envelopeOf };
}

test('who asks for recipients signs in first', async () => {
  expect((await app.inject({ url: '/api/v1/tickets/1/recipients' })).statusCode).toBe(401);
});

test('everybody of the last mail gets the answer, the desk itself never', async () => {
  const { at, customer, answer, envelopeOf } = await open({ cc: ['boss@people.example', DESK] });
  const usual = { to: [customer], cc: ['boss@people.example'], bcc: [] };
  expect(await get(`${at}/recipients`)).toMatchObject(usual);
  const { id } = (await answer()).json();
  expect(await envelopeOf(id)).toEqual(usual);
});

test('what the composer names is what goes out, each address once', async () => {
  const { answer, envelopeOf } = await open({ cc: ['boss@people.example'] });
  const given = {
    to: ['One@people.example', 'two@people.example', DESK],
    cc: ['one@people.example', 'three@people.example'],
    bcc: ['three@people.example', 'four@people.example'],
  };
  const message = (await answer(given)).json();
  const envelope = { to: ['One@people.example', 'two@people.example'], cc: ['three@people.example'] };
  expect(await envelopeOf(message.id)).toEqual({ ...envelope, bcc: ['four@people.example'] });
  expect(message).toMatchObject({
    to: 'One@people.example',
    alsoTo: ['two@people.example'],
    cc: ['three@people.example'],
    bcc: ['four@people.example'],
  });
});

test('an empty line stays empty', async () => {
  const { customer, answer, envelopeOf } = await open({ cc: ['boss@people.example'] });
  const { id } = (await answer({ cc: [] })).json();
  expect(await envelopeOf(id)).toEqual({ to: [customer], cc: [], bcc: [] });
});

test('nobody but ourselves is nobody', async () => {
  const { answer } = await open();
  expect((await answer({ to: [DESK] })).json()).toMatchObject({ code: 'unprocessable', status: 422 });
  expect((await answer({ to: ['no address'] })).statusCode).toBe(400);
});

test('who got an answer may answer: no other sender, and in copy from then on', async () => {
  const { at, customer, bring, answer } = await open();
  await answer({ cc: ['Colleague@people.example'] });
  await bring({ from: from('colleague@people.example'), text: 'I know more', otherSender: true });
  const { items } = await get(`${at}/messages`);
  expect(items.at(-1)).toMatchObject({ text: 'I know more', otherSender: false });
  expect(await get(at)).toMatchObject({ status: 'open' });
  expect(await get(`${at}/recipients`)).toMatchObject({ to: ['colleague@people.example'], cc: [customer], bcc: [] });
});

test('another sender is followed by nobody', async () => {
  const { at, customer, bring } = await open();
  await bring({ from: from('stranger@evil.example'), cc: ['more@evil.example'], otherSender: true });
  expect((await get(`${at}/messages`)).items.at(-1)).toMatchObject({ otherSender: true });
  expect(await get(`${at}/recipients`)).toMatchObject({ to: [customer], cc: [], bcc: [] });
});

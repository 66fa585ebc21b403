import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';
import { numberOf } from '../../support/ticket-number.ts';

let app: TestApp;
let mail: ScriptChannel;
let cookie: string;
beforeAll(async () => {
  app = await buildTestApp();
  mail = installScriptChannel(app);
  ({ cookie } = await app.signIn('agent'));
});
afterAll(() => app.close());

const bring = async () => numberOf(app, (await (await mail.bring()).done).ticket);
const call = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object, as = cookie) =>
  app.inject({ method, url: `/api/v1/tickets/${url}`, headers: { cookie: as }, ...(payload ? { payload } : {}) });
const links = async (number: number) =>
  (await call('GET', `${number}/related`))
    .json<{ links: { kind: string; ticket: { number: number } }[] }>()
    .links.map(({ kind, ticket }) => [kind, ticket.number]);

it('needs a session, and somebody who may write', async () => {
  const [one, other] = [await bring(), await bring()];
  const body = { number: other, kind: 'related' };
  expect((await call('POST', `${one}/links`, body, '')).statusCode).toBe(401);
  expect((await call('POST', `${one}/links`, body, (await app.signIn('readonly')).cookie)).statusCode).toBe(403);
});

it.each([
  ['related', 'related'],
  ['duplicateOf', 'duplicatedBy'],
  ['duplicatedBy', 'duplicateOf'],
  ['causes', 'causedBy'],
  ['causedBy', 'causes'],
])('%s is %s from the other side', async (kind, back) => {
  const [one, other] = [await bring(), await bring()];
  expect((await call('POST', `${one}/links`, { number: other, kind })).statusCode).toBe(200);
  expect([await links(one), await links(other)]).toEqual([[[kind, other]], [[back, one]]]);
  const { items } = (await call('GET', `${other}/messages`)).json<{ items: { event?: object }[] }>();
  expect(items.at(-1)?.event).toEqual({ kind: 'linked', params: { number: String(one), link: back } });
});

it('two tickets have one link: another one takes its place, from either side', async () => {
  const [one, other] = [await bring(), await bring()];
  await call('POST', `${one}/links`, { number: other, kind: 'related' });
  await call('POST', `${other}/links`, { number: one, kind: 'causes' });
  expect(await links(one)).toEqual([['causedBy', other]]);
  await Promise.all(
    ['related', 'causes', 'duplicateOf'].map((kind) => call('POST', `${one}/links`, { number: other, kind })),
  );
  expect(await links(one)).toHaveLength(1);
  expect((await call('DELETE', `${other}/links/${one}`)).json()).toMatchObject({ links: [] });
  expect(await links(one)).toEqual([]);
  expect((await call('DELETE', `${other}/links/${one}`)).statusCode).toBe(200);
});

it('a ticket is not linked with itself, nor with one that is not there', async () => {
  const one = await bring();
  expect((await call('POST', `${one}/links`, { number: one, kind: 'related' })).statusCode).toBe(422);
  expect((await call('POST', `${one}/links`, { number: 999_999, kind: 'related' })).statusCode).toBe(404);
});

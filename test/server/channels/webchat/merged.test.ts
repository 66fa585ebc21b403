import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MessageView, TicketView } from '../../../../server/tickets/schema.ts';
import { buildTestApp, type TestApp } from '../../../support/app.ts';
import { eventually } from '../../../support/eventually.ts';
import { installScriptChannel, type ScriptChannel } from '../../../support/script-channel.ts';
import { numberOf } from '../../../support/ticket-number.ts';
import { Visitor } from './visitor.ts';

let app: TestApp;
let mail: ScriptChannel;
let url: string;
let cookie: string;
beforeAll(async () => {
  app = await buildTestApp();
  mail = installScriptChannel(app);
  url = await app.listen();
  ({ cookie } = await app.signIn('agent'));
});
afterAll(() => app.close());

const call = (method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object) =>
  app.inject({ method, url: `/api/v1/tickets${path}`, headers: { cookie }, ...(payload ? { payload } : {}) });

it('a merged chat goes on in the other ticket: what is said there reaches the visitor, and nothing else does', async () => {
  const visitor = await Visitor.greeted(url);
  await visitor.say('merged-0001', 'My lamp is broken, person please');
  const chats = async () => (await call('GET', '?channel=webchat')).json<{ items: TicketView[] }>().items;
  const [chat] = await eventually(async () => {
    const items = await chats();
    expect(items).toHaveLength(1);
    return items;
  });
  await call('POST', `/${chat!.number}/assignment`, { assignee: 'me' });
  const from = { kind: 'email' as const, value: 'ana@people.test', name: 'Ana', verified: true };
  const into = await numberOf(app, (await (await mail.bring({ from, text: 'Secret of Ana' })).done).ticket);
  expect((await call('POST', `/${chat!.number}/merge`, { into, otherCustomer: true })).statusCode).toBe(200);

  await visitor.say('merged-0002', 'Are you there?');
  await eventually(async () => {
    expect((await call('GET', `/${into}`)).json()).toMatchObject({ channel: 'email', replyBy: 'webchat' });
  });
  await call('POST', `/${into}/replies`, { clientId: 'answer-0001', text: 'I am here' });
  await visitor.until(() => visitor.messages().some(({ text }) => text === 'I am here'));
  expect(mail.sent).toEqual([]);
  // In its place behind what was said before, which can be read.
  const live = visitor.messages().map(({ text, n }) => [text, n]);
  expect(live.at(-1)?.[0]).toBe('I am here');
  visitor.send({ t: 'read', n: live.at(-1)?.[1] });
  const { items } = (await call('GET', `/${into}/messages`)).json<{ items: MessageView[] }>();
  const there = items.find(({ text }) => text === 'I am here')!.n;
  await eventually(async () => expect((await call('GET', `/${into}`)).json()).toMatchObject({ seen: there }));
  visitor.close();

  const back = await Visitor.greeted(url, visitor.token);
  expect(back.messages().map(({ text, n }) => [text, n])).toEqual(expect.arrayContaining(live.slice(-2)));
  const texts = back.messages().map(({ text }) => text);
  expect(texts).toEqual(expect.arrayContaining(['My lamp is broken, person please', 'Are you there?', 'I am here']));
  expect(texts).not.toContain('Secret of Ana');
  back.close();

  await mail.bring({ from, threadKeys: [], text: 'By mail again' }).then(({ done }) => done);
  await call('DELETE', `/${chat!.number}/merge`);
  const again = await Visitor.greeted(url, visitor.token);
  await again.say('merged-0003', 'And now?');
  await eventually(async () => {
    expect((await chats()).find(({ number }) => number === chat!.number)?.snippet).toBe('And now?');
  });
  again.close();
});

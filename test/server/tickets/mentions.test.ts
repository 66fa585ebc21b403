import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MessageView, TicketView } from '../../../server/tickets/schema.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';
import { numberOf } from '../../support/ticket-number.ts';

type SignedIn = Awaited<ReturnType<TestApp['signIn']>>;
let app: TestApp;
let mail: ScriptChannel;
let ana: SignedIn;
let ben: SignedIn;
beforeAll(async () => {
  app = await buildTestApp();
  mail = installScriptChannel(app);
  [ana, ben] = [await app.signIn(), await app.signIn('readonly')];
});
afterAll(() => app.close());

const call = (method: 'GET' | 'POST' | 'DELETE', path: string, { cookie }: SignedIn, payload?: object) =>
  app.inject({ method, url: `/api/v1${path}`, headers: { cookie }, ...(payload ? { payload } : {}) });
const bring = async () => await numberOf(app, (await (await mail.bring({})).done).ticket);
let notes = 0;
const note = (number: number, mentions: string[]) =>
  call('POST', `/tickets/${number}/notes`, ana, {
    clientId: `note-${(notes += 1)}-of-ana`,
    text: '@Ben look',
    mentions,
  });
const unread = async (who: SignedIn) => (await call('GET', '/tickets/counts', who)).json().mentions as number;
const view = async (who: SignedIn) =>
  ((await call('GET', '/tickets?view=mentions', who)).json() as { items: TicketView[] }).items.map(
    ({ number }) => number,
  );

describe('mentions', () => {
  it('are looked at by agents only', async () => {
    const url = `/api/v1/tickets/${await bring()}/mentions/me`;
    expect((await app.inject({ method: 'DELETE', url })).statusCode).toBe(401);
  });

  it('put a ticket into the view of whom a note names, unread until they have looked', async () => {
    const number = await bring();
    const answer = await note(number, [ben.agent.id, ben.agent.id, ana.agent.id, '0'.repeat(24)]);
    expect((answer.json() as MessageView).mentions).toEqual([ben.agent.id]);
    expect([await unread(ben), await unread(ana)]).toEqual([1, 0]);
    expect(await view(ben)).toEqual([number]);
    expect(await view(ana)).toEqual([]);
    expect((await call('DELETE', `/tickets/${number}/mentions/me`, ben)).statusCode).toBe(204);
    expect(await unread(ben)).toBe(0);
    expect(await view(ben)).toEqual([number]);
    const ticket = (await call('GET', `/tickets/${number}`, ana)).json() as TicketView;
    expect([ticket.mentioned, ticket.mentions]).toEqual([[ben.agent.id], []]);
    await note(number, [ben.agent.id]);
    expect(await unread(ben)).toBe(1);
  });

  it('of somebody who was switched off are none', async () => {
    const gone = await app.signIn();
    const admin = await app.signIn('admin');
    const headers = { cookie: admin.cookie };
    await app.inject({ method: 'PUT', url: `/api/v1/agents/${gone.agent.id}`, headers, payload: { active: false } });
    const answer = await note(await bring(), [gone.agent.id]);
    expect((answer.json() as MessageView).mentions).toBeUndefined();
  });
});

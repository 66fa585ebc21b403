import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Drafts } from '../../../server/drafts/model.ts';
import { Messages } from '../../../server/tickets/message-model.ts';
import { Tickets, type TicketDoc } from '../../../server/tickets/model.ts';
import type { TicketView } from '../../../server/tickets/schema.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

let app: TestApp;
let mail: ScriptChannel;
let ana: { cookie: string; agent: { id: string } };
let ben: { cookie: string; agent: { id: string } };
beforeAll(async () => {
  app = await buildTestApp();
  mail = installScriptChannel(app);
  ana = await app.signIn('agent', { name: 'Ana' });
  ben = await app.signIn('agent', { name: 'Ben' });
});
afterAll(() => app.close());

let count = 0;
async function bring(who = 'tom', key = `thread-${++count}`, more: object = {}): Promise<TicketDoc> {
  const from = { kind: 'email' as const, value: `${who}@people.test`, name: who, verified: true };
  const { ticket } = await (await mail.bring({ from, threadKeys: [key], ...more })).done;
  return (await Tickets(app.context).findById(ticket).lean<TicketDoc>())!;
}
const stored = async ({ number }: { number: number }) =>
  (await Tickets(app.context).findOne({ number }).lean<TicketDoc>())!;
const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object, cookie = ana.cookie) =>
  app.inject({ method, url: `/api/v1/tickets/${url}`, headers: { cookie }, ...(payload ? { payload } : {}) });
const merge = (one: TicketDoc, into: TicketDoc, more: object = {}, cookie = ana.cookie) =>
  call('POST', `${one.number}/merge`, { into: into.number, ...more }, cookie);
const view = async ({ number }: TicketDoc) => (await call('GET', String(number))).json<TicketView>();
const lines = async ({ _id }: TicketDoc) =>
  (await Messages(app.context).find({ ticket: _id, direction: 'event' }).sort({ n: 1 }).lean()).map(
    ({ event }) => [event?.kind, event?.params['number']] as const,
  );

describe('merging', () => {
  it('needs a session, and somebody who may write', async () => {
    const [one, into] = [await bring(), await bring()];
    expect((await merge(one, into, {}, '')).statusCode).toBe(401);
    expect((await merge(one, into, {}, (await app.signIn('readonly')).cookie)).statusCode).toBe(403);
  });

  it('closes the first; the second goes on for both and says so', async () => {
    const [one, into] = [await bring(), await bring()];
    await call('POST', `${into.number}/status`, { status: 'solved' });
    expect((await merge(one, into)).json()).toMatchObject({ number: into.number, status: 'open' });
    expect(await view(one)).toMatchObject({ status: 'closed', queued: false, mergedInto: into.number });
    expect(await view(into)).toMatchObject({ mergedInto: null, waitingSince: one.waitingSince!.toISOString() });
    expect(await lines(one)).toContainEqual(['mergedInto', String(into.number)]);
    expect(await lines(into)).toContainEqual(['merged', String(one.number)]);
    expect((await call('GET', `${into.number}/related`)).json()).toMatchObject({ merged: [{ number: one.number }] });
  });

  it('what is written to the first comes to the second, through several merges', async () => {
    const one = await bring('mia', 'mia-1');
    const [two, three] = [await bring('mia'), await bring('mia')];
    await merge(one, two);
    await merge(two, three);
    const came = await bring('mia', 'mia-1', { text: 'Any news?' });
    expect(came.number).toBe(three.number);
    expect(await Messages(app.context).countDocuments({ ticket: one._id, direction: 'in' })).toBe(1);
  });

  it('the merged ticket takes no reply, note or other state any more', async () => {
    const [one, into] = [await bring(), await bring()];
    await merge(one, into);
    for (const [verb, payload] of [
      ['replies', { clientId: 'client-0001', text: 'Hello' }],
      ['notes', { clientId: 'client-0002', text: 'Hello' }],
      ['status', { status: 'open' }],
      ['assignment', { assignee: 'me' }],
      ['merge', { into: into.number }],
    ] as const) {
      const answer = await call('POST', `${one.number}/${verb}`, payload);
      expect([verb, answer.statusCode, answer.json<{ code: string; into: number }>()]).toMatchObject([
        verb,
        409,
        { code: 'merged', into: into.number },
      ]);
    }
  });

  it('asks before it merges tickets of different customers', async () => {
    const [one, into] = [await bring('eva'), await bring('uwe')];
    expect((await merge(one, into)).json()).toMatchObject({ status: 409, code: 'other-customer' });
    expect((await merge(one, into, { otherCustomer: true })).statusCode).toBe(200);
  });

  it('does not cross what its agent has not seen', async () => {
    const one = await bring('lea', 'lea-1');
    const into = await bring('lea');
    await bring('lea', 'lea-1', { text: 'Wait' });
    expect((await merge(one, into, { lastSeen: 1 })).json()).toMatchObject({ code: 'newer-messages' });
    expect((await merge(one, into, { lastSeen: 2 })).statusCode).toBe(200);
  });

  it('of two agents at once one is told where the ticket went', async () => {
    const [one, into, other] = [await bring(), await bring(), await bring()];
    const answers = await Promise.all([merge(one, into), merge(one, other, {}, ben.cookie)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    const lost = answers.find(({ statusCode }) => statusCode === 409)!.json<{ code: string; into: number }>();
    expect([lost.code, lost.into]).toEqual(['merged', (await view(one)).mergedInto]);
  });

  it('never makes a circle, however many merge at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const three = [await bring('kim'), await bring('kim'), await bring('kim')] as const;
      const answers = await Promise.all([
        merge(three[0], three[1]),
        merge(three[1], three[2]),
        merge(three[2], three[0]),
      ]);
      const merged = (await Promise.all(three.map(stored))).filter((ticket) => ticket.merged);
      expect(merged.length).toBeLessThan(3);
      expect(answers.filter(({ statusCode }) => statusCode === 200).length).toBe(merged.length);
    }
  });
});

describe('taking a merge back', () => {
  const FIELDS = [
    'status',
    'queued',
    'handler',
    'assignee',
    'team',
    'waitingSince',
    'snoozedUntil',
    'solvedAt',
  ] as const;
  const state = async (ticket: TicketDoc) => {
    const now = await stored(ticket);
    return Object.fromEntries([...FIELDS, 'closedAt' as const, 'tags' as const].map((name) => [name, now[name]]));
  };

  it.each(['open', 'pending', 'solved'] as const)('restores both exactly, the second being %s', async (status) => {
    const [one, into] = [await bring(), await bring()];
    await call('POST', `${one.number}/assignment`, { assignee: 'me' });
    await call('POST', `${one.number}/tags`, { tags: ['vip'] });
    await call('POST', `${into.number}/status`, { status });
    const before = [await state(one), await state(into)];
    await merge(one, into);
    expect((await call('DELETE', `${one.number}/merge`)).json()).toMatchObject({ mergedInto: null });
    expect([await state(one), await state(into)]).toEqual(before);
    expect((await call('GET', `${into.number}/related`)).json()).toMatchObject({ merged: [] });
    expect((await lines(one)).at(-1)).toEqual(['unmergedFrom', String(into.number)]);
    expect((await lines(into)).at(-1)).toEqual(['unmerged', String(one.number)]);
  });

  it('leaves what has happened to the second since', async () => {
    const [one, into] = [await bring(), await bring()];
    await merge(one, into);
    await call('POST', `${into.number}/status`, { status: 'solved' });
    await call('DELETE', `${one.number}/merge`);
    expect(await view(into)).toMatchObject({ status: 'solved' });
    expect(await view(one)).toMatchObject({ status: 'new' });
  });

  it('what comes then comes to the first again', async () => {
    const one = await bring('zoe', 'zoe-1');
    const into = await bring('zoe');
    await merge(one, into);
    await call('DELETE', `${one.number}/merge`);
    expect((await bring('zoe', 'zoe-1')).number).toBe(one.number);
    expect((await call('DELETE', `${one.number}/merge`)).json()).toMatchObject({ code: 'illegal-step' });
  });
});

describe('what was begun', () => {
  it('a draft goes on on the other ticket, below what is there already, with its file', async () => {
    const [one, into] = [await bring('ivo'), await bring('ida')];
    const form = new FormData();
    form.append('file', new Blob(['hello']), 'a.txt');
    const sent = new Response(form);
    const uploaded = await app.inject({
      method: 'POST',
      url: `/api/v1/tickets/${one.number}/attachments`,
      headers: { cookie: ana.cookie, 'content-type': sent.headers.get('content-type') ?? '' },
      payload: Buffer.from(await sent.arrayBuffer()),
    });
    const { id } = uploaded.json<{ id: string }>();
    const draft = (number: number, text: string, attachments: string[] = []) =>
      call('PUT', `${number}/drafts/reply`, { version: 1, text, attachments });
    expect((await draft(one.number, 'from the first', [id])).statusCode).toBe(200);
    expect((await draft(into.number, 'from the second')).statusCode).toBe(200);
    await merge(one, into, { otherCustomer: true });
    const { items } = (await call('GET', `${into.number}/drafts`)).json<{
      items: { text: string; attachments: { name: string; url: string }[] }[];
    }>();
    expect(items).toMatchObject([{ text: 'from the first\n\nfrom the second', attachments: [{ name: 'a.txt' }] }]);
    const file = await app.inject({ url: items[0]!.attachments[0]!.url, headers: { cookie: ana.cookie } });
    expect(file.body).toBe('hello');
    expect(await Drafts(app.context).countDocuments({ ticket: one._id, endedAt: null })).toBe(0);
  });

  it('a planned reply does not go out: its words are a draft on the other ticket', async () => {
    const [one, into] = [await bring(), await bring()];
    const sendAt = new Date(Date.now() + 3_600_000).toISOString();
    await call('POST', `${one.number}/replies`, { clientId: 'planned-0001', text: 'Later', sendAt });
    await merge(one, into);
    expect((await call('GET', `${into.number}/drafts`)).json()).toMatchObject({ items: [{ text: 'Later' }] });
  });
});

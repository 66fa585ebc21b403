import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Customers } from '../../../server/customers/model.ts';
import { ticketById, threadOf } from '../../../server/tickets/find.ts';
import { Messages } from '../../../server/tickets/message-model.ts';
import { Tickets } from '../../../server/tickets/model.ts';
import { reply } from '../../../server/tickets/reply.ts';
import { setStatus } from '../../../server/tickets/status.ts';
import { buildTestApp, type TestApp } from '../../support/app.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

let app: TestApp;
let channel: ScriptChannel;
beforeAll(async () => {
  app = await buildTestApp();
  channel = installScriptChannel(app);
});
afterAll(() => app.close());

const system = { kind: 'system' as const, name: 'test' };
async function arrive(message: Parameters<ScriptChannel['bring']>[0], key?: string) {
  const { ticket } = await (await channel.bring(message, key)).done;
  return await ticketById(app.context, ticket ?? '');
}

test('a first message makes customer, ticket and message, all personal text sealed', async () => {
  const ticket = await arrive({ subject: 'Zepsuta lampa', text: 'Nie świeci od wczoraj.', language: 'pl' });
  expect(ticket).toMatchObject({
    status: 'new',
    type: 'complaint',
    typeGuessed: true,
    priority: 2,
    subject: 'Zepsuta lampa',
    snippet: 'Nie świeci od wczoraj.',
    language: 'pl',
    queued: true,
    load: 'mail',
    messages: 1,
    unverified: true,
  });
  const stored = await app.context.db.collection('tickets').findOne({ _id: ticket._id });
  expect(JSON.stringify(stored)).not.toContain('lampa');
  const [message] = await app.context.db.collection('messages').find({ ticket: ticket._id }).toArray();
  expect(Object.keys(message ?? {})).toContain('text');
  expect(JSON.stringify(message)).not.toMatch(/świeci|Ana|people\.example/);
  const customer = await app.context.db.collection('customers').findOne({ _id: ticket.customer });
  expect(JSON.stringify(customer)).not.toMatch(/Ana|people\.example/);
});

test('a known thread key joins, whatever else differs; an unknown one does not', async () => {
  const first = await arrive({ threadKeys: ['chat:1'] });
  const second = await arrive({ threadKeys: ['chat:unknown', 'chat:1'], subject: 'Something else' });
  expect(second.number).toBe(first.number);
  expect(second.messages).toBe(2);
  const third = await arrive({ threadKeys: ['chat:2'], subject: first.subject });
  expect(third.number).not.toBe(first.number);
});

test('the first matching key in the order of the keys wins', async () => {
  const a = await arrive({ threadKeys: ['order:a'] });
  const b = await arrive({ threadKeys: ['order:b'] });
  expect((await arrive({ threadKeys: ['order:b', 'order:a'] })).number).toBe(b.number);
  expect((await arrive({ threadKeys: ['order:a', 'order:b'] })).number).toBe(a.number);
});

test('two first messages of one chat at the same moment make one ticket', async () => {
  const from = { kind: 'email' as const, value: 'race@people.example', verified: true };
  const both = await Promise.all(
    Array.from({ length: 6 }, (_, i) => channel.bring({ threadKeys: ['race'], from, text: `${i}` })),
  );
  const tickets = await Promise.all(both.map((r) => r.done));
  expect(new Set(tickets.map((t) => t.ticket)).size).toBe(1);
  const thread = await threadOf(app.context, tickets[0]?.ticket ?? '');
  expect(thread.map((m) => m.text).sort()).toEqual(['0', '1', '2', '3', '4', '5']);
  expect(new Set(thread.map((m) => m.n)).size).toBe(6);
  expect(await Customers(app.context).countDocuments({ _id: thread[0]?.customer })).toBe(1);
});

test('anything from the customer brings a solved ticket back; an auto-reply does not', async () => {
  const ticket = await arrive({ threadKeys: ['back'], type: 'inquiry' });
  const emit = vi.spyOn(app.context.events, 'emit');
  const told = () =>
    emit.mock.calls
      .splice(0)
      .flatMap(([name, about]) => (name === 'ticket.changed' && 'fields' in about && 'by' in about ? [about] : []))
      .filter((about) => about.ticket === String(ticket._id) && about.by.kind !== 'system')
      .map(({ fields }) => fields.filter((name) => ['status', 'stage', 'team', 'assignee'].includes(name)));
  const author = { kind: 'agent' as const, name: 'Ana' };
  await setStatus(app.context, ticket, 'pending', system);
  // It was pending and stays so, but it has its answer now.
  await reply(app.context, ticket, { author, purpose: 'service', clientId: 'back-1', text: 'This way.' });
  expect(told()).toEqual([['stage']]);
  await setStatus(app.context, ticket, 'solved', system);
  const quiet = await arrive({ threadKeys: ['back'], automatic: true });
  expect(quiet.status).toBe('solved');
  const loud = await arrive({ threadKeys: ['back'] });
  expect(loud).toMatchObject({ status: 'open', solvedAt: null, queued: true });
  expect(loud.reopenedAt).toBeInstanceOf(Date);
  expect(told()).toEqual([['status', 'stage']]);
  emit.mockRestore();
  const thread = await threadOf(app.context, String(ticket._id));
  expect(thread.filter((m) => m.event?.kind === 'reopened')).toHaveLength(1);
});

test('the same address in another case is the same customer; another address never is', async () => {
  const from = (value: string) => ({ kind: 'email' as const, value, name: 'Same Name', verified: false });
  const a = await arrive({ from: from('Jo@People.example') });
  const b = await arrive({ from: from('jo@people.example ') });
  const c = await arrive({ from: from('jo2@people.example') });
  expect(String(b.customer)).toBe(String(a.customer));
  expect(String(c.customer)).not.toBe(String(a.customer));
});

test('attachments are kept, names are data only, HTML is sanitised', async () => {
  const { message } = await (
    await channel.bring({
      html: '<p onclick="x()">Hi<script>alert(1)</script><img src="javascript:x"><a href="https://x.example">x</a></p>',
      attachments: [{ name: '../../ü\u202Egnp.exe', type: 'text/plain', content: new Uint8Array([1, 2, 3]) }],
    })
  ).done;
  const doc = await Messages(app.context).findById(message).lean();
  const ticket = await Tickets(app.context).findById(doc?.ticket).lean();
  const { cookie } = await app.signIn();
  const base = `/api/v1/tickets/${ticket?.number}/messages`;
  const [view] = (await app.inject({ url: base, headers: { cookie } })).json().items;
  expect(view.attachments).toMatchObject([{ name: 'ügnp.exe', size: 3 }]);
  const file = await app.inject({ url: view.attachments[0].url, headers: { cookie } });
  expect([...file.rawPayload]).toEqual([1, 2, 3]);
  expect(file.headers['content-disposition']).toMatch(/^attachment;/);
  expect(file.headers['content-type']).toBe('application/octet-stream');
  const html = await app.inject({ url: `${base}/${view.id}/html`, headers: { cookie } });
  expect(html.body).not.toMatch(/onclick|<script|javascript:/);
  expect(html.body).toContain('href="https://x.example"');
  expect(html.headers['content-security-policy']).toContain("default-src 'none'");
  expect(html.headers['content-security-policy']).toContain('sandbox');
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { mailOf } from './desk.ts';
import { openSendingDesk, readSent, type SendingDesk } from './sending-desk.ts';

const letterhead = {
  identities: [
    { id: 'returns', name: '{{agent.name}} (returns)', address: 'Returns@desk.test', signature: 'Returns, {{x.y}}!' },
  ],
  signature: 'Lamp shop\nTicket {{ticket.number}}, {{agent.name|us}}',
  quote: true,
  acknowledge: { on: false, texts: {} },
  assistant: false,
  rate: null,
};
const path = '/mailboxes/env/letterhead';
let desk: SendingDesk;
beforeAll(async () => {
  desk = await openSendingDesk();
});
afterAll(() => desk.close());

async function lastSent(count: number) {
  await eventually(async () => expect(await desk.sent()).toHaveLength(count));
  return await readSent(desk.sink.taken.at(-1));
}

it('is for admins, whole or not at all', async () => {
  const url = `/api/v1${path}`;
  expect((await desk.app.inject({ method: 'GET', url })).statusCode).toBe(401);
  const { cookie } = await desk.app.signIn('agent');
  expect((await desk.app.inject({ method: 'GET', url, headers: { cookie } })).statusCode).toBe(403);
  expect((await desk.call('GET', path)).json()).toEqual({ ...letterhead, identities: [], signature: '' });
  expect((await desk.call('PUT', path, { signature: 'x' })).statusCode).toBe(400);
  expect((await desk.call('GET', '/mailboxes/0123456789abcdef01234567/letterhead')).statusCode).toBe(404);
  const twice = { ...letterhead, identities: [...letterhead.identities, ...letterhead.identities] };
  expect((await desk.call('PUT', path, twice)).statusCode).toBe(400);
});

it('stands under a mail, beside what it answers', async () => {
  expect((await desk.call('PUT', path, letterhead)).statusCode).toBe(200);
  const quoted = 'It is broken.\n\nOn Mon, 3 Nov 2025 at 10:12, Shop <x@desk.test> wrote:\n> old words';
  const number = await desk.bring(mailOf({ 'Message-ID': '<a@people.test>' }, quoted));
  await desk.answer(number, { text: 'A new one is coming.', html: '<p>A <strong>new</strong> one is coming.</p>' });
  const mail = await lastSent(1);
  expect(mail.from).toEqual([{ name: 'Zoë Müller', address: 'support@desk.test' }]);
  expect(mail.text).toMatch(
    new RegExp(
      `^A new one is coming.\n\n-- \nLamp shop\nTicket ${number}, Zoë Müller\n\nOn .* UTC, Ann wrote:\n> It is broken.$`,
    ),
  );
  expect(mail.html).toContain('A <strong>new</strong> one');
  for (const words of [`Ticket ${number}, Zoë Müller`, 'It is broken.']) expect(mail.html).toContain(words);
  expect(`${mail.html} ${mail.text}`).not.toContain('old words');
  const lines = desk.sink.taken[0]?.raw.toString('latin1').split('\r\n') ?? [];
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(998);
});

it('writes as another identity of the mailbox, whose address is one of its own', async () => {
  const number = await desk.bring(mailOf({ Cc: 'returns+x@desk.test' }));
  expect((await desk.call('GET', `/tickets/${number}/recipients`)).json()).toEqual({
    ...{ to: ['ann@people.test'], cc: [], bcc: [], channel: 'email', channels: ['email'] },
    identities: [
      { id: '', name: 'Zoë Müller', address: 'support@desk.test' },
      { id: 'returns', name: 'Zoë Müller (returns)', address: 'returns@desk.test' },
    ],
  });
  await desk.answer(number, { identity: 'returns', to: ['ann@people.test', 'returns@desk.test'] });
  const mail = await lastSent(2);
  expect(mail.from).toEqual([{ name: 'Zoë Müller (returns)', address: 'returns@desk.test' }]);
  expect(desk.sink.taken[1]).toMatchObject({ from: 'returns@desk.test', to: ['ann@people.test'] });
  expect(mail.text).toContain('-- \nReturns, !');
  // Who answered last is who answers next, unless somebody else is picked.
  expect((await desk.call('GET', `/tickets/${number}/recipients`)).json()).toMatchObject({ identity: 'returns' });
  const unknown = { clientId: 'client-unknown', text: 'x', identity: 'sales' };
  expect((await desk.call('POST', `/tickets/${number}/replies`, unknown)).statusCode).toBe(422);
});

it('repeats nothing where the mailbox does not want it, nor what another sender wrote', async () => {
  await desk.call('PUT', path, { ...letterhead, quote: false });
  const number = await desk.bring(mailOf({}, 'First words'));
  await desk.answer(number);
  const first = await lastSent(3);
  expect(first.text).not.toContain('First words');
  await desk.call('PUT', path, letterhead);
  const id = first.messageId ?? '';
  await desk.take(mailOf({ From: 'eve@stranger.test', 'In-Reply-To': `<${id}>` }, 'Words of somebody else'));
  await desk.answer(number);
  const second = await lastSent(4);
  expect(second.text).toContain('First words');
  expect(second.text).not.toContain('somebody else');
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { PLAIN_LETTERHEAD } from '../../server/settings/letterhead-model.ts';
import { writeLetterhead } from '../../server/settings/letterheads.ts';
import { chances } from '../support/chances.ts';
import { eventually } from '../support/eventually.ts';
import { installScriptChannel, type ScriptChannel } from '../support/script-channel.ts';
import { numberOf } from '../support/ticket-number.ts';
import { mailOf } from '../server/channels/email/desk.ts';
import { openSendingDesk, readSent, type SendingDesk } from '../server/channels/email/sending-desk.ts';
import { Visitor } from '../server/channels/webchat/visitor.ts';

/**
 * Anything that agents and customers do, in any order: what stands in a note, or in the draft of one, goes to no
 * customer, by whatever way they write.
 */
const ACTIONS = process.env['OMBUD_FAULTS'] === 'full' ? 10_000 : 400;
const VISITORS = 3;
const { pick, chance, below } = chances(11);

let now = Date.now();
let desk: SendingDesk;
let telegram: ScriptChannel;
const visitors: (Visitor & { token: string })[] = [];
beforeAll(async () => {
  desk = await openSendingDesk({ clock: { now: () => new Date(now) } });
  await writeLetterhead(desk.app.context, 'env', { ...PLAIN_LETTERHEAD, acknowledge: { on: true, texts: {} } });
  telegram = installScriptChannel(desk.app, 'telegram');
  for (let i = 0; i < VISITORS; i++) visitors.push(await Visitor.greeted(desk.app.server.listeningOrigin));
});
afterAll(async () => {
  for (const visitor of visitors) visitor.close();
  await desk.close();
});

let count = 0;
const words = (kind: 'note' | 'reply' | 'customer') => `${kind}words${++count}x and some more`;
const numbers: number[] = [];
/** Ids that writers' clients gave, and those of messages: they are used again where they do not belong. */
const clientIds: string[] = [];
const messages: { number: number; id: string }[] = [];

const newId = (): string => {
  if (clientIds.length > 0 && chance(0.1)) return pick(clientIds);
  const id = `client-${++count}-x`;
  clientIds.push(id);
  return id;
};
const at = (path: string): string => `/tickets/${pick(numbers)}${path}`;
const keep = (number: number, body: string): void => {
  const { id } = JSON.parse(body) as { id?: string };
  if (id) messages.push({ number, id });
};
async function say(path: 'replies' | 'notes', payload: object): Promise<void> {
  const number = pick(numbers);
  keep(number, (await desk.call('POST', `/tickets/${number}/${path}`, { clientId: newId(), ...payload })).body);
}
const someMessage = (path: string): string => {
  const { number, id } = pick(messages);
  return `/tickets/${number}/messages/${id}${path}`;
};

/** Each with how often it is done, of all. */
const actions: [weight: number, act: () => Promise<unknown>][] = [
  [
    8,
    async () => {
      const raw = mailOf(
        { From: `c${below(40)}@people.test`, 'Message-ID': `<${++count}@people.test>` },
        words('customer'),
      );
      const { ticket } = await desk.take(raw);
      if (ticket) numbers.push(await numberOf(desk.app, ticket));
    },
  ],
  [
    6,
    async () => {
      const key = `chat-${below(10)}`;
      const from = { kind: 'telegram' as const, value: key, verified: true };
      const { ticket } = await (await telegram.bring({ threadKeys: [key], from, text: words('customer') })).done;
      if (ticket) numbers.push(await numberOf(desk.app, ticket));
    },
  ],
  [
    3,
    async () => {
      await pick(visitors).say(`visitor-${++count}`, words('customer'));
      const chats = desk.app.context.db.collection('tickets').find({ channel: 'webchat' });
      for (const { number } of await chats.toArray()) numbers.push(Number(number));
    },
  ],
  [25, () => say('notes', { text: words('note'), ...(chance(0.2) ? { draft: now } : {}) })],
  [
    20,
    () =>
      say('replies', {
        text: words('reply'),
        ...(chance(0.3) ? { html: `<p>${words('reply')}</p>` } : {}),
        ...(chance(0.3) ? { hold: below(30) } : {}),
        ...(chance(0.1) ? { sendAt: new Date(now + 1 + below(3_600_000)).toISOString() } : {}),
        ...(chance(0.3) ? { draft: now } : {}),
        ...(chance(0.1) ? { bcc: ['boss@people.test'] } : {}),
      }),
  ],
  [10, () => desk.call('PUT', at('/drafts/note'), { version: ++now, text: words('note') })],
  [4, () => desk.call('PUT', at('/drafts/reply'), { version: ++now, text: words('reply') })],
  [3, () => desk.call('DELETE', at(`/drafts/${pick(['note', 'reply'])}?version=${now}`))],
  [4, () => desk.call('POST', someMessage('/cancellation'))],
  [4, () => desk.call('POST', someMessage('/resend'))],
  [3, () => desk.call('POST', at('/merge'), { into: pick(numbers), otherCustomer: chance(0.5) })],
  [2, () => desk.call('DELETE', at('/merge'))],
  [5, () => desk.call('POST', at('/status'), { status: pick(['open', 'pending', 'solved', 'closed']) })],
  [3, () => Promise.resolve((now += below(600_000)))],
];
const weights = actions.flatMap(([weight, act]) => Array.from({ length: weight }, () => act));

test(`${ACTIONS} acts: no words of a note leave by any channel`, { timeout: 900_000 }, async () => {
  for (const [, act] of actions.slice(0, 3)) await act();
  await eventually(async () => {
    await actions[2]?.[1]();
    expect(await desk.app.context.db.collection('tickets').countDocuments({ channel: 'webchat' })).toBeGreaterThan(0);
  });
  await say('replies', { text: words('reply') });
  for (let i = 0; i < ACTIONS; i++) await pick(weights)();
  now += 86_400_000;
  await eventually(async () => {
    await desk.sent();
    const waiting = { direction: 'out', 'delivery.state': 'pending' };
    expect(await desk.app.context.db.collection('messages').countDocuments(waiting)).toBe(0);
  }, 120_000);

  const mails = [];
  for (const taken of desk.sink.taken) {
    const { text, html = '', subject = '' } = await readSent(taken);
    mails.push(`${taken.raw.toString('latin1')} ${subject} ${text} ${html}`);
  }
  const chats = telegram.sent.map((sent) => JSON.stringify(sent));
  const windows = visitors.map(({ heard }) => JSON.stringify(heard));
  const notes = await desk.app.context.db.collection('messages').countDocuments({ direction: 'note' });
  const told = (texts: string[], kind: string) => texts.filter((text) => text.includes(`${kind}words`)).length;
  console.log(
    `${ACTIONS} acts, ${notes} notes; out: ${mails.length} mails, ${chats.length} to Telegram, ${windows.length} chats`,
  );
  expect(notes).toBeGreaterThan(ACTIONS / 10);
  for (const texts of [mails, chats, windows]) {
    expect(told(texts, 'reply')).toBeGreaterThan(0);
    expect(texts.filter((text) => text.includes('notewords'))).toEqual([]);
  }
});

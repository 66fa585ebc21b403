import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { webchatOf } from '../../../../server/channels/webchat/webchat.ts';
import { Intake } from '../../../../server/intake/model.ts';
import { ticketOf } from '../../../../server/channels/webchat/thread.ts';
import { newSession, visitorOf } from '../../../../server/channels/webchat/session.ts';
import { addEvent } from '../../../../server/tickets/event.ts';
import { ticketById } from '../../../../server/tickets/find.ts';
import { note } from '../../../../server/tickets/note.ts';
import { Messages } from '../../../../server/tickets/message-model.ts';
import { reply } from '../../../../server/tickets/reply.ts';
import type { TicketDoc } from '../../../../server/tickets/model.ts';
import { buildTestApp, type TestApp } from '../../../support/app.ts';
import { Visitor } from './visitor.ts';

let app: TestApp;
let url: string;
const open: Visitor[] = [];
const agent = { kind: 'agent' as const, id: 'a'.repeat(24), name: 'Anna' };

beforeAll(async () => {
  app = await buildTestApp();
  url = await app.listen();
});
afterAll(async () => {
  for (const visitor of open) visitor.close();
  await app.close();
});

const come = async (session?: string, after?: number) => {
  const visitor = await Visitor.greeted(url, session, after);
  open.push(visitor);
  return visitor;
};
const bare = async () => {
  const visitor = await Visitor.open(url);
  open.push(visitor);
  return visitor;
};
/** The visitor's ticket, once their message has become one. */
const ticket = async (session: string): Promise<TicketDoc> => {
  const visitor = visitorOf(app.context.vault, session) ?? '';
  const find = async () => (await ticketOf(app.context, visitor))?.ticket ?? '';
  await expect.poll(find, { timeout: 30_000 }).not.toBe('');
  return await ticketById(app.context, await find());
};
/** What was said but by the assistant, which answers in its own time. */
const said = (visitor: Visitor) => visitor.messages().filter((m) => m.from !== 'assistant');

describe('a visitor', () => {
  it('hears nothing and leaves nothing in the store before the first message', async () => {
    const before = await Intake(app.context).countDocuments();
    const visitor = await come();
    visitor.send({ t: 'typing', on: true });
    visitor.send({ t: 'ping' });
    await visitor.hear('pong');
    expect(await Intake(app.context).countDocuments()).toBe(before);
    expect(visitor.messages()).toEqual([]);
  });

  it('is acknowledged when the message is in the ledger, and sees it in the thread', async () => {
    const visitor = await come();
    await visitor.say('first-message', 'Where is my parcel?', { page: { url: 'https://shop.test/cart' } });
    await visitor.until(() => said(visitor).length === 1);
    expect(said(visitor)[0]).toMatchObject({
      from: 'visitor',
      text: 'Where is my parcel?',
      clientId: 'first-message',
    });
    expect(await ticket(visitor.token)).toMatchObject({
      channel: 'webchat',
      subject: 'Where is my parcel?',
      unverified: false,
      load: 'live',
      fields: { page: 'https://shop.test/cart' },
    });
  });

  it('writes the same message twice, at once and later: one message', async () => {
    const visitor = await come();
    await Promise.all([visitor.say('the-same-one', 'once'), visitor.say('the-same-one', 'once')]);
    visitor.close();
    const again = await come(visitor.token);
    await again.say('the-same-one', 'once');
    await again.until(() => said(again).length > 0);
    const { _id } = await ticket(visitor.token);
    expect(await Messages(app.context).countDocuments({ ticket: _id, direction: 'in' })).toBe(1);
  });

  it('has many messages stored in the order in which they were written', async () => {
    const visitor = await come();
    const words = Array.from({ length: 20 }, (_, i) => `message number ${i}`);
    await Promise.all(words.map((text, i) => visitor.say(`in-order-${i}`, text)));
    await visitor.until(() => said(visitor).length === 20);
    expect(said(visitor).map((m) => m.text)).toEqual(words);
  });

  it('gets answers in every window, and after a break exactly what was missed', async () => {
    const visitor = await come();
    await visitor.say('hello-there', 'Hello');
    await visitor.until(() => said(visitor).length === 1);
    const other = await come(visitor.token);
    await reply(app.context, await ticket(visitor.token), {
      author: agent,
      purpose: 'service',
      clientId: 'reply-one',
      text: 'One',
    });
    for (const window of [visitor, other]) await window.until(() => window.messages().some((m) => m.text === 'One'));
    await visitor.until(() => visitor.messages().some((m) => m.from === 'assistant'));
    const last = visitor.messages().at(-1)?.n ?? 0;
    visitor.close();
    other.close();
    const { _id } = await reply(app.context, await ticket(visitor.token), {
      author: { kind: 'assistant', name: 'Bot' },
      purpose: 'service',
      clientId: 'reply-two',
      text: 'Two',
      choices: [{ id: 'a', label: 'A' }],
    });
    const back = await come(visitor.token, last);
    expect(back.messages()).toMatchObject([
      { text: 'Two', from: 'assistant', name: '', choices: [{ id: 'a', label: 'A' }] },
    ]);
    await expect
      .poll(async () => (await Messages(app.context).findById(_id).lean())?.delivery)
      .toMatchObject({ state: 'sent' });
  });

  it('never sees notes or inner events, but the hand-over', async () => {
    const visitor = await come();
    await visitor.say('secret-talk', 'Hello');
    const doc = await ticket(visitor.token);
    await note(app.context, doc, { author: agent, clientId: 'note-one', text: 'a difficult customer' });
    await addEvent(app.context, doc, agent, { kind: 'assigned', params: { to: 'Anna' } });
    await addEvent(
      app.context,
      doc,
      { kind: 'assistant', name: 'Bot' },
      { kind: 'handover', params: { reason: 'wish' } },
    );
    await reply(app.context, await ticket(visitor.token), {
      author: agent,
      purpose: 'service',
      clientId: 'reply-one',
      text: 'Hi',
    });
    await visitor.until(() => visitor.messages().some((m) => m.line === 'handover'));
    const back = await come(visitor.token);
    for (const window of [visitor, back]) {
      expect(said(window).map((m) => m.line ?? m.text)).toEqual(['Hello', 'handover', 'Hi']);
      expect(JSON.stringify(window.heard)).not.toContain('difficult');
      expect(JSON.stringify(window.heard)).not.toContain('assigned');
    }
  });

  it('is told that an agent types, and tells that it types itself', async () => {
    const visitor = await come();
    await visitor.say('typing-here', 'Hello');
    const { _id } = await ticket(visitor.token);
    await app.context.events.emit('ticket.typing', { ticket: String(_id), by: agent, on: true });
    expect(await visitor.hear('typing')).toMatchObject({ on: true });
  });

  it('answers with a button: a choice about the message that offered it', async () => {
    const visitor = await come();
    await visitor.say('question-one', 'Hello');
    const doc = await ticket(visitor.token);
    const offer = await reply(app.context, doc, {
      author: { kind: 'assistant', name: 'Bot' },
      purpose: 'service',
      clientId: 'offer-one',
      text: 'Did it help?',
      choices: [{ id: 'yes', label: 'Yes' }],
    });
    await visitor.say('pressed-yes', 'Yes', { choice: { message: String(offer._id), id: 'yes' } });
    await visitor.until(() => visitor.messages().some((m) => m.text === 'Yes'));
    expect((await ticket(visitor.token)).number).toBe(doc.number);
  });
});

describe('a stranger', () => {
  it('gets nothing with a session that is not theirs', async () => {
    const victim = await come();
    await victim.say('private-words', 'my private words');
    const [id = '', signature = ''] = victim.token.split('.');
    const foreign = newSession(app.context.vault).token.split('.');
    const forged = [
      `${id}.${foreign[1]}`,
      `${foreign[0]}.${signature}`,
      `${id}.${'A'.repeat(43)}`,
      `${id}.${signature.slice(0, -1)}${signature.endsWith('A') ? 'B' : 'A'}`,
    ];
    for (const session of forged) {
      const visitor = await bare();
      visitor.send({ t: 'hello', session });
      expect(await visitor.hear('ready')).toEqual({ t: 'ready', session: false });
      visitor.send({ t: 'message', clientId: 'a-forged-one', text: 'I am you', locale: 'en' });
      expect(await visitor.hear('error')).toEqual({ t: 'error', code: 'no-session', ref: 'a-forged-one' });
      expect(JSON.stringify(visitor.heard)).not.toContain('private words');
    }
    expect(victim.messages().map((m) => m.text)).not.toContain('I am you');
  });

  it('uses a client id of another visitor without touching that message', async () => {
    const [one, two] = [await come(), await come()];
    await one.say('shared-client-id', 'of one');
    await two.say('shared-client-id', 'of two');
    await two.until(() => said(two).length === 1);
    expect((await ticket(one.token)).number).not.toBe((await ticket(two.token)).number);
    expect(said(two)[0]?.text).toBe('of two');
  });
});

describe('hostile frames', () => {
  const before = { t: 'hello' };
  it.each<[string, unknown[], string]>([
    ['no JSON', ['{'], 'bad-frame'],
    ['a binary frame', [Buffer.from('{"t":"hello"}')], 'bad-frame'],
    ['an unknown frame', [{ t: 'admin' }], 'bad-frame'],
    ['null', ['null'], 'bad-frame'],
    ['an array', ['[]'], 'bad-frame'],
    ['a frame of the desk', [{ t: 'thread', items: [], more: false }], 'bad-frame'],
    ['members that are not ours', [{ t: 'hello', role: 'agent' }], 'bad-frame'],
    [
      'an operator for a value',
      [before, { t: 'message', clientId: { $gt: '' }, text: 'x', locale: 'en' }],
      'bad-frame',
    ],
    ['a session of the wrong shape', [{ t: 'hello', session: '../../x' }], 'bad-frame'],
    ['a message before hello', [{ t: 'message', clientId: 'abcdefgh', text: 'x', locale: 'en' }], 'hello-first'],
    ['start before hello', [{ t: 'start' }], 'hello-first'],
    ['hello twice', [before, before], 'bad-frame'],
    [
      'a message without session',
      [before, { t: 'message', clientId: 'abcdefgh', text: 'x', locale: 'en' }],
      'no-session',
    ],
    ['typing without session', [before, { t: 'typing', on: true }], 'no-session'],
    ['a session twice', [before, { t: 'start' }, { t: 'start' }], 'bad-frame'],
    [
      'an empty message',
      [before, { t: 'start' }, { t: 'message', clientId: 'abcdefgh', text: ' ', locale: 'en' }],
      'bad-frame',
    ],
    [
      'a text that is too long',
      [before, { t: 'start' }, { t: 'message', clientId: 'abcdefgh', text: 'x'.repeat(10_001), locale: 'en' }],
      'bad-frame',
    ],
  ])('%s is refused in the one fixed shape', async (_, frames, code) => {
    const visitor = await bare();
    for (const frame of frames)
      visitor.socket.send(Buffer.isBuffer(frame) ? frame : typeof frame === 'string' ? frame : JSON.stringify(frame));
    const error = await visitor.hear('error');
    expect(Object.keys(error)).toEqual(['t', 'code', 'ref']);
    expect(error.code).toBe(code);
  });

  it('a frame above 64 kB ends the connection', async () => {
    const visitor = await bare();
    visitor.send(JSON.stringify({ t: 'hello', session: 'x'.repeat(70_000) }));
    await visitor.until(() => visitor.closed > 0);
    expect(visitor.closed).toBe(1009);
  });

  it('a flood is refused and then cut, and others go on', async () => {
    const [flooder, other] = [await bare(), await come()];
    for (let i = 0; i < 400; i++) flooder.send('{}');
    await flooder.until(() => flooder.closed > 0);
    expect(flooder.closed).toBe(1008);
    expect(flooder.all('error').some((e) => e.code === 'rate-limited')).toBe(true);
    await other.say('still-served', 'Hello');
  });
});

describe('the heartbeat', () => {
  it('ends who does not answer, keeps who does, and forgets them', async () => {
    const { visitors } = webchatOf(app.context);
    for (const visitor of open.splice(0)) visitor.close();
    await expect.poll(() => visitors.size).toBe(0);
    const alive = await come();
    const dead = new WebSocket(`${url.replace('http', 'ws')}/ws/widget`, { autoPong: false });
    const ended = new Promise<number>((resolve) => dead.once('close', resolve));
    await new Promise((resolve) => dead.once('open', resolve));
    expect(visitors.size).toBe(2);
    visitors.beat();
    alive.send({ t: 'ping' });
    await alive.hear('pong');
    visitors.beat();
    expect(await ended).toBe(1006);
    await expect.poll(() => visitors.size).toBe(1);
    await alive.say('still-here', 'Hello');
  });
});

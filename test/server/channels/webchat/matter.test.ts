import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MessageView, TicketView } from '../../../../server/tickets/schema.ts';
import { buildTestApp, freePort, type TestApp } from '../../../support/app.ts';
import { eventually } from '../../../support/eventually.ts';
import { attemptMail } from '../../../support/send-mail.ts';
import { openSmtpSink, type SmtpSink } from '../../../support/smtp-sink.ts';
import { connect } from '../../realtime/desk.ts';
import { Messages } from '../../../../server/tickets/message-model.ts';
import { followUnseen } from '../../../../server/tickets/unseen.ts';
import { Visitor } from './visitor.ts';

/** One chat from beginning to end, with a real mail server on either side. */
let app: TestApp;
let url: string;
let cookie: string;
let sink: SmtpSink;
let door: number;
let visitor: Visitor & { token: string };
let number: number;
const EMAIL = 'ana@people.example';
/** Milliseconds. */
let skipped = 0;
const clock = { now: () => new Date(Date.now() + skipped) };
const MINUTE = 60_000;

beforeAll(async () => {
  [sink, door] = [await openSmtpSink(), await freePort()];
  const env = { MAIL_ADDRESS: 'support@desk.test', SMTP_URL: sink.url, SMTP_IN_PORT: String(door) };
  app = await buildTestApp({ env, clock });
  url = await app.listen();
  ({ cookie } = await app.signIn('agent'));
  visitor = await Visitor.greeted(url);
  await visitor.say('the-beginning', 'I want to talk to a person, please');
  number = await eventually(async () => {
    const { items } = (await call('GET', '?channel=webchat')).json<{ items: TicketView[] }>();
    expect(items).toHaveLength(1);
    return items[0]!.number;
  });
  await call('POST', `/${number}/assignment`, { assignee: 'me' });
});
afterAll(async () => {
  await app.close();
  await sink.stop();
});

const call = (method: 'GET' | 'POST', path: string, payload?: object) =>
  app.inject({ method, url: `/api/v1/tickets${path}`, headers: { cookie }, ...(payload ? { payload } : {}) });
const ticket = async () => (await call('GET', `/${number}`)).json<TicketView>();
const messages = async () => (await call('GET', `/${number}/messages`)).json<{ items: MessageView[] }>().items;
const answer = (text: string) => call('POST', `/${number}/replies`, { clientId: `answer-${text.length}-x`, text });
const back = () => Visitor.greeted(url, visitor.token);
const headerOf = (raw: Buffer, name: string) =>
  new RegExp(`^${name}:\\s*(.*)`, 'im').exec(raw.toString('utf8'))?.[1] ?? '';

it('tells the visitor how the matter stands, and takes an address that it shows to nobody', async () => {
  // Whoever took it, the assistant let go of it: the visitor is told a moment later.
  await visitor.until(() => visitor.all('state').at(-1)?.waits === true);
  expect(visitor.all('state').at(-1)).toMatchObject({
    over: false,
    rated: null,
    address: null,
    mail: true,
  });
  visitor.send({ t: 'address', email: EMAIL });
  await visitor.until(() => visitor.all('state').some(({ address }) => address === 'a…@people.example'));
  expect((await ticket()).fields).toMatchObject({ email: EMAIL });
});

it('shows each side what the other has read', async () => {
  const inbox = await connect({ url } as never, cookie);
  inbox.send({ t: 'watch', ticket: number });
  await visitor.until(() => visitor.all('read').length > 0);
  const seen = visitor.all('read').length;
  await visitor.say('while-watched', 'Do you see this?');
  await visitor.until(() => visitor.all('read').length > seen);
  await answer('I do');
  await visitor.until(() => visitor.messages().some(({ text }) => text === 'I do'));
  const { n } = visitor.messages().at(-1)!;
  visitor.send({ t: 'read', n });
  await eventually(async () => expect((await ticket()).seen).toBe(n));
  // What is not there cannot have been read.
  visitor.send({ t: 'read', n: 9999 });
  visitor.send({ t: 'ping' });
  await visitor.hear('pong');
  expect((await ticket()).seen).toBe(n);
  expect(sink.taken).toEqual([]);
});

it('answers who has left by mail; what they write back comes into the same ticket and is answered by mail', async () => {
  visitor.close();
  await eventually(async () => {
    await answer('You have left, so here it is');
    expect(sink.taken.map(({ to }) => to)).toEqual([[EMAIL]]);
  });
  const { raw } = sink.taken[0]!;
  expect(raw.toString()).toContain('You have left, so here it is');
  // Nothing by which only the chat knows its visitor.
  expect(raw.toString()).not.toMatch(/while-watched|the-beginning/);
  expect(raw.toString()).not.toContain(visitor.token.split('.')[0]);
  const mail = [
    `From: ${EMAIL}`,
    'To: support@desk.test',
    `Subject: Re: ${headerOf(raw, 'Subject')}`,
    `Message-ID: <1@people.example>`,
    `In-Reply-To: ${headerOf(raw, 'Message-ID')}`,
    '',
    'Thank you, by mail: my card ends in 4242',
  ].join('\r\n');
  expect(await attemptMail(door, Buffer.from(mail))).toBe(true);
  await eventually(async () => expect((await messages()).at(-1)?.text).toContain('Thank you, by mail'));
  await eventually(async () => expect(await ticket()).toMatchObject({ replyBy: 'email', channel: 'webchat' }));
  await answer('Answered by mail as well');
  await eventually(async () => expect(sink.taken).toHaveLength(2));
  expect(sink.taken[1]?.to).toEqual([EMAIL]);
});

it('shows in the chat what was said there, and nothing of what somebody wrote by mail', async () => {
  const again = await back();
  const texts = again.messages().map(({ text }) => text);
  expect(texts).toContain('You have left, so here it is');
  expect(JSON.stringify(again.heard)).not.toMatch(/4242|Answered by mail/);
  await again.say('back-in-chat', 'I am here again');
  await eventually(async () => expect((await ticket()).replyBy).toBe('webchat'));
  await answer('Good to see you in the chat');
  await again.until(() => again.messages().some(({ text }) => text === 'Good to see you in the chat'));
  expect(sink.taken).toHaveLength(2);
  again.close();
});

it('mails what was said on demand, a few times an hour and no more', async () => {
  const again = await back();
  const ask = async (wanted: object) => {
    const before = again.all('transcript').length;
    again.send({ t: 'transcript', locale: 'pl', ...wanted });
    await again.until(() => again.all('transcript').length > before);
    return again.all('transcript').at(-1)?.state;
  };
  expect(await ask({})).toBe('sent');
  const { raw, to } = sink.taken.at(-1)!;
  expect(to).toEqual([EMAIL]);
  const text =
    Buffer.from(raw.toString('latin1').split('\r\n\r\n').slice(1).join('\r\n\r\n'), 'base64').toString() +
    raw.toString();
  expect(text).toContain('I do');
  expect(text).not.toContain('4242');
  expect(await ask({ email: 'support@desk.test' })).toBe('off');
  expect([await ask({}), await ask({}), await ask({ email: 'b@people.example' })]).toContain('limited');
  again.close();
});

it('is rated when it is settled, and not before', async () => {
  const again = await back();
  again.send({ t: 'rate', score: 1 });
  await again.until(() => again.all('state').length > 1);
  expect((await ticket()).fields['rating']).toBeUndefined();
  await call('POST', `/${number}/status`, { status: 'solved' });
  await again.until(() => again.all('state').some(({ over }) => over));
  again.send({ t: 'rate', score: 4 });
  again.send({ t: 'rate', score: 5, comment: 'Quick and kind' });
  await again.until(() => again.all('state').some(({ rated }) => rated === 5));
  expect((await ticket()).fields).toMatchObject({ rating: '5/5', ratingComment: 'Quick and kind' });
  expect((await messages()).filter(({ event }) => event?.kind === 'rated').map(({ event }) => event?.params)).toEqual([
    { score: '4' },
    { score: '5' },
  ]);
  expect((await ticket()).status).toBe('solved');
  again.close();
});

/** Who wrote nothing yet, in a chat with an agent, and has left an address. */
async function begun(name: string): Promise<{ there: Visitor & { token: string }; at: number }> {
  const there = await Visitor.greeted(url);
  await there.say(`${name}-begins`, 'I want to talk to a person, please');
  const at = await eventually(async () => {
    const { items } = (await call('GET', '?channel=webchat')).json<{ items: TicketView[] }>();
    const [latest] = items.sort((a, b) => b.number - a.number);
    expect(latest?.handler).toBe('agents');
    expect(latest?.number).toBeGreaterThan(number);
    return latest!.number;
  });
  number = at;
  await call('POST', `/${at}/assignment`, { assignee: 'me' });
  there.send({ t: 'address', email: `${name}@people.example` });
  await there.until(() => there.all('state').some(({ address }) => address !== null));
  return { there, at };
}

const mailedTo = (name: string) => sink.taken.filter(({ to }) => to.includes(`${name}@people.example`));
/** What waits to be looked at: the clock has to have passed it, and what went to the chat must be settled. */
const looked = async () => {
  await eventually(async () => {
    const left = { 'delivery.unseenAt': { $exists: true }, 'delivery.state': 'pending' as const };
    expect(await Messages(app.context).countDocuments(left)).toBe(0);
  });
  await Promise.all([followUnseen(app.context), followUnseen(app.context)]);
};

it('mails what nobody has read in an open window, all in one and once, also after a restart', async () => {
  const { there } = await begun('open');
  await answer('First unread line');
  await answer('And the second line');
  await there.until(() => there.messages().some(({ text }) => text === 'And the second line'));
  skipped += 2 * MINUTE;
  await looked();
  expect(mailedTo('open')).toEqual([]);
  skipped += 4 * MINUTE;
  await looked();
  await eventually(async () => expect(mailedTo('open')).toHaveLength(1));
  const text = mailedTo('open')[0]!.raw.toString();
  expect(text.indexOf('First unread line')).toBeGreaterThan(0);
  expect(text.indexOf('And the second line')).toBeGreaterThan(text.indexOf('First unread line'));
  await eventually(async () =>
    expect((await messages()).at(-1)?.delivery).toMatchObject({ channel: 'email', state: 'sent' }),
  );
  const shown = there.messages().map((m) => m.text);
  expect(shown.filter((said) => said.includes('line'))).toEqual(['First unread line', 'And the second line']);

  await answer('Left unread when the desk ends');
  await there.until(() => there.messages().some(({ text: said }) => said.startsWith('Left unread')));
  const { dataDir } = app;
  there.close();
  await app.close(true);
  skipped += 2 * MINUTE;
  const env = { MAIL_ADDRESS: 'support@desk.test', SMTP_URL: sink.url, SMTP_IN_PORT: String(door) };
  app = await buildTestApp({ env, clock, dataDir });
  url = await app.listen();
  await eventually(async () => expect(mailedTo('open')).toHaveLength(2));
  await looked();
  expect(mailedTo('open')).toHaveLength(2);
});

it('mails nothing that was read or answered', async () => {
  const { there } = await begun('read');
  await answer('This one is read');
  await there.until(() => there.messages().some(({ text }) => text === 'This one is read'));
  const read = there.messages().at(-1)!.n;
  there.send({ t: 'read', n: read });
  await eventually(async () => expect((await ticket()).seen).toBe(read));
  await answer('This one is answered');
  await there.until(() => there.messages().some(({ text }) => text === 'This one is answered'));
  await there.say('answers-it-01', 'Thank you');
  // Acknowledged is what is in the ledger; in the thread it is a little later.
  await eventually(async () => expect((await messages()).some(({ text }) => text === 'Thank you')).toBe(true));
  const before = sink.taken.length;
  skipped += 10 * MINUTE;
  await looked();
  expect(await Messages(app.context).countDocuments({ 'delivery.unseenAt': { $exists: true } })).toBe(0);
  const pending = () => Messages(app.context).countDocuments({ 'delivery.state': 'pending' });
  await eventually(async () => expect(await pending()).toBe(0));
  expect(sink.taken).toHaveLength(before);
  there.close();
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSendingDesk, readSent, type SendingDesk } from '../channels/email/sending-desk.ts';
import { Visitor } from '../channels/webchat/visitor.ts';
import { visitorOf } from '../../../server/channels/webchat/session.ts';
import { ticketOf } from '../../../server/channels/webchat/thread.ts';
import { Customers } from '../../../server/customers/model.ts';
import { askForCode, CODE_MS } from '../../../server/customers/proof/code.ts';
import { enterCode, joinByEmail } from '../../../server/customers/proof/join.ts';
import { EmailCodes } from '../../../server/customers/proof/model.ts';
import { upsertCustomer } from '../../../server/customers/upsert.ts';
import type { CustomerView } from '../../../server/customers/schema.ts';
import type { MessageView, RecipientsView, TicketView } from '../../../server/tickets/schema.ts';
import { ticketById } from '../../../server/tickets/find.ts';
import type { Taken } from '../../support/smtp-sink.ts';
import { installScriptChannel, type ScriptChannel } from '../../support/script-channel.ts';

let desk: SendingDesk;
let url: string;
let now = Date.UTC(2037, 4, 4, 9);
const open: Visitor[] = [];
beforeAll(async () => {
  desk = await openSendingDesk({ clock: { now: () => new Date(now) } });
  url = desk.app.context.config.publicUrl;
});
afterAll(async () => {
  for (const visitor of open) visitor.close();
  await desk.close();
});

let count = 0;
const address = () => `ana${++count}@people.test`;
/** The codes that were mailed to an address, in order. */
const codes = (to: string) =>
  desk.sink.taken
    .filter((mail) => mail.to.includes(to))
    .flatMap(({ raw }) => /\b(\d{6})\b/.exec(raw.toString().split('\r\n\r\n')[1] ?? '')?.[1] ?? []);
const lastCode = (to: string) => codes(to).at(-1) ?? 'none';
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
/** The last mail to an address, once there is an answer of the desk among them. */
async function mailTo(address: string): Promise<Taken | undefined> {
  const answer = () =>
    desk.sink.taken.findLast(({ to, raw }) => to.includes(address) && !raw.includes('auto-generated'));
  await expect.poll(answer, { timeout: 20_000 }).toBeDefined();
  return answer();
}
const person = async (id: unknown) => (await desk.call('GET', `/customers/${String(id)}`)).json<CustomerView>();
const lines = async (number: number) =>
  (await desk.call('GET', `/tickets/${number}/messages`))
    .json<{ items: MessageView[] }>()
    .items.flatMap(({ event }) => event?.kind ?? []);
const asker = () => ({ kind: 'telegram' as const, value: String(700_000 + ++count) });

describe('a visitor of the web chat who says that an address is theirs', () => {
  const come = async () => {
    const visitor = await Visitor.greeted(url);
    open.push(visitor);
    return visitor;
  };

  it('gets a code there, and is one customer with whoever wrote from it; an agent takes it back', async () => {
    const email = address();
    const mailed = await desk.bring(
      Buffer.from(`From: <${email}>\r\nTo: support@desk.test\r\nSubject: Lamp\r\n\r\nMy lamp is broken.\r\n`),
    );
    const visitor = await come();
    await visitor.say('chat-00000001', 'It is me again');
    const id = visitorOf(desk.app.context.vault, visitor.token) ?? '';
    await expect.poll(() => ticketOf(desk.app.context, id), { timeout: 30_000 }).toBeDefined();
    const chat = await ticketById(desk.app.context, (await ticketOf(desk.app.context, id))?.ticket ?? '');

    visitor.send({ t: 'requests' });
    expect((await visitor.hear('requests')).items).toBeNull();
    visitor.send({ t: 'email', email, locale: 'pl' });
    expect((await visitor.hear('email')).state).toBe('sent');
    expect(desk.sink.taken.at(-1)?.raw.toString()).toMatch(/Auto-Submitted: auto-generated/);
    visitor.send({ t: 'code', email, code: wrong(lastCode(email)) });
    expect((await visitor.hear('code')).right).toBe(false);
    expect((await person(chat.customer)).merged).toEqual([]);
    visitor.send({ t: 'code', email, code: ` ${lastCode(email).slice(0, 3)} ${lastCode(email).slice(3)}` });
    await visitor.until(() => visitor.all('code').some(({ right }) => right));

    // The pass is theirs alone, and for a day.
    const { pass } = visitor.all('code').at(-1)!;
    const asked = async (who: Visitor, given: string | undefined) => {
      const before = who.all('requests').length;
      who.send({ t: 'requests', ...(given ? { pass: given } : {}) });
      await who.until(() => who.all('requests').length > before);
      return (
        who
          .all('requests')
          .at(-1)
          ?.items?.map(({ number, subject, state }) => [number, subject, state]) ?? null
      );
    };
    expect(await asked(visitor, pass)).toEqual([
      [chat.number, 'It is me again', expect.stringMatching(/open|waiting/)],
      [mailed, 'Lamp', 'open'],
    ]);
    expect(await asked(visitor, undefined)).toBeNull();
    expect(await asked(await come(), pass)).toBeNull();

    const joined = await person(chat.customer);
    expect(joined.merged.map((one) => one.id)).toEqual([String(chat.customer)]);
    expect(joined.identities).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'email', value: email, verified: true })]),
    );
    const { tickets } = (await desk.call('GET', `/customers/${joined.id}/timeline`)).json<{ tickets: TicketView[] }>();
    expect(tickets.map(({ number }) => number).sort()).toEqual([mailed, chat.number].sort());
    expect(await lines(chat.number)).toContain('joined');
    // The visitor reads no more than before: what was mailed is not theirs to see in a chat.
    expect(visitor.messages().every(({ text }) => !text.includes('lamp is broken'))).toBe(true);

    await desk.call('DELETE', `/customers/${String(chat.customer)}/merge`);
    expect((await person(chat.customer)).identities.map(({ kind }) => kind)).toEqual(['webchat']);
    expect(await asked(visitor, pass)).toHaveLength(1);
    now += 25 * 3_600_000;
    expect(await asked(visitor, pass)).toBeNull();
  });

  it('is told no more when nobody is known there, and none of them hears of a ticket before there is one', async () => {
    const email = address();
    const visitor = await come();
    visitor.send({ t: 'email', email, locale: 'en' });
    expect(await visitor.hear('email')).toEqual({ t: 'email', state: 'sent' });
    visitor.send({ t: 'code', email, code: lastCode(email) });
    expect(await visitor.hear('code')).toEqual({ t: 'code', right: true, pass: expect.any(String) });
    const known = await Customers(desk.app.context).countDocuments({ 'identities.kind': 'email' });
    expect(known).toBeGreaterThan(0);
  });
});

describe('a code', () => {
  it.each(['used before', 'of somebody else', 'for another address', 'too old', 'followed by a newer one'])(
    'that is %s proves nothing',
    async (what) => {
      const [who, email] = [asker(), address()];
      await askForCode(desk.app.context, who, email);
      const code = lastCode(email);
      if (what === 'used before') expect(await enterCode(desk.app.context, who, email, code)).toBeDefined();
      if (what === 'too old') now += CODE_MS;
      if (what === 'followed by a newer one') await askForCode(desk.app.context, who, email);
      const [as, at] = [what === 'of somebody else' ? asker() : who, what.includes('another') ? address() : email];
      expect(await enterCode(desk.app.context, as, at, code)).toBeUndefined();
    },
  );

  it('can be guessed five times and no more, in whatever letters the address is written', async () => {
    const [who, email] = [asker(), address()];
    await askForCode(desk.app.context, who, email);
    const code = lastCode(email);
    for (let guess = 0; guess < 4; guess += 1)
      expect(await enterCode(desk.app.context, who, email, wrong(code))).toBeUndefined();
    expect(await enterCode(desk.app.context, who, email.toUpperCase(), code)).toBeDefined();
    await askForCode(desk.app.context, who, email);
    for (let guess = 0; guess < 5; guess += 1) await enterCode(desk.app.context, who, email, wrong(lastCode(email)));
    expect(await enterCode(desk.app.context, who, email, lastCode(email))).toBeUndefined();
  });

  it('is mailed three times in a quarter of an hour, to an address or for one who asks', async () => {
    const [who, email] = [asker(), address()];
    const ask = (as: ReturnType<typeof asker>, to: string) => askForCode(desk.app.context, as, to);
    expect([await ask(who, email), await ask(who, address()), await ask(who, address())]).toEqual(
      Array(3).fill('sent'),
    );
    expect(await ask(who, address())).toBe('limited');
    expect([await ask(asker(), email), await ask(asker(), email)]).toEqual(['sent', 'sent']);
    expect(await ask(asker(), email)).toBe('limited');
    now += 16 * 60_000;
    expect(await ask(who, email)).toBe('sent');
    expect(codes(email)).toHaveLength(4);
  });

  it('never goes to a mailbox of the desk, and stands nowhere in the store', async () => {
    const who = asker();
    expect(await askForCode(desk.app.context, who, 'Support@desk.test')).toBe('sent');
    expect(codes('Support@desk.test')).toEqual([]);
    const email = address();
    await askForCode(desk.app.context, who, email);
    const stored = JSON.stringify(await EmailCodes(desk.app.context).find().lean());
    expect(stored).not.toContain(lastCode(email));
    expect(stored).not.toMatch(/people\.test|desk\.test/);
  });
});

describe('a ticket that came by a chat', () => {
  let telegram: ScriptChannel;
  beforeAll(() => {
    telegram = installScriptChannel(desk.app, 'telegram');
  });
  const chatted = async (value = String(800_000 + ++count), more: object = {}) => {
    const from = { kind: 'telegram' as const, value, name: 'Ana', verified: true };
    const { ticket } = await (await telegram.bring({ from, threadKeys: [`telegram/1/${value}`], ...more })).done;
    return await ticketById(desk.app.context, ticket ?? '');
  };
  const recipients = async (number: number, channel = '') =>
    (await desk.call('GET', `/tickets/${number}/recipients${channel && `?channel=${channel}`}`)).json<RecipientsView>();
  const replyBy = async (number: number) => (await desk.call('GET', `/tickets/${number}`)).json<TicketView>().replyBy;

  it('is answered by e-mail once an address is proved; the answer to that joins it, and it goes back', async () => {
    const value = String(800_000 + ++count);
    const { number, customer } = await chatted(value, { text: 'Where is my parcel?' });
    expect(await recipients(number)).toMatchObject({ channel: 'telegram', channels: ['telegram'] });
    expect((await desk.call('POST', `/tickets/${number}/replies`, answer('email'))).json()).toMatchObject({
      code: 'cannot-send',
    });
    const email = address();
    await joinByEmail(
      desk.app.context,
      await upsertCustomer(desk.app.context, { kind: 'telegram', value, verified: true }),
      email,
    );
    expect(await recipients(number)).toMatchObject({ channels: ['telegram', 'email'], to: [] });
    expect(await recipients(number, 'email')).toMatchObject({ channel: 'email', to: [email] });

    await desk.answer(number, { channel: 'email', text: 'It comes tomorrow.' });
    const sent = await mailTo(email);
    const mail = await readSent(sent);
    expect(mail.text).toContain('It comes tomorrow.');
    expect(sent?.raw.toString()).not.toMatch(/^(?:References|In-Reply-To):.*telegram/im);
    expect([await replyBy(number), await lines(number)]).toEqual(['email', ['way']]);
    const messages = (await desk.call('GET', `/tickets/${number}/messages`)).json<{ items: MessageView[] }>().items;
    expect(messages.at(-1)).toMatchObject({ to: email, delivery: { channel: 'email' } });

    const back = `From: <${email}>\r\nTo: support@desk.test\r\nSubject: Re: Broken lamp\r\nIn-Reply-To: <${mail.messageId}>\r\n\r\nThank you!\r\n`;
    expect(await desk.bring(Buffer.from(back))).toBe(number);
    expect(await recipients(number)).toMatchObject({ channels: ['email', 'telegram'], to: [email] });
    await desk.answer(number, { channel: 'telegram', text: 'You are welcome.' });
    await expect
      .poll(() => telegram.sent.at(-1), { timeout: 20_000 })
      .toMatchObject({ to: value, text: 'You are welcome.' });
    expect(await replyBy(number)).toBe('telegram');
    expect((await person(customer)).identities.map(({ kind }) => kind)).toEqual(['telegram', 'email']);
  });

  it('that is taken back leaves it where it was', async () => {
    const { number, customer } = await chatted();
    await desk.call('POST', `/customers/${String(customer)}/identities`, { kind: 'email', value: address() });
    const said = await desk.answer(number, { channel: 'email', text: 'By mail.', hold: 30 });
    expect(await replyBy(number)).toBe('email');
    await desk.call('POST', `/tickets/${number}/messages/${said.id}/cancellation`);
    await expect.poll(() => replyBy(number)).toBe('telegram');
    const ways = (await desk.call('GET', `/tickets/${number}/messages`)).json<{ items: MessageView[] }>().items;
    expect(ways.flatMap(({ event }) => (event?.kind === 'way' ? [event.params] : []))).toEqual([
      { way: 'email' },
      { way: 'telegram' },
    ]);
  });

  it('goes on where the customer writes next; an address that an agent gave will do', async () => {
    const { number, customer } = await chatted();
    const email = address();
    await desk.call('POST', `/customers/${String(customer)}/identities`, { kind: 'email', value: email });
    await desk.answer(number, { channel: 'email', text: 'By mail.' });
    expect((await mailTo(email))?.to).toEqual([email]);
    expect(await replyBy(number)).toBe('email');
    const [{ value: id = '' } = {}] = (await person(customer)).identities.filter(({ kind }) => kind === 'telegram');
    await chatted(id, { text: 'Here I am again.' });
    expect(await replyBy(number)).toBe('telegram');
    // Whom the writer names by hand is reached too.
    const { number: other } = await chatted();
    await desk.answer(other, { channel: 'email', to: ['typed@people.test'], text: 'By mail.' });
    expect((await mailTo('typed@people.test'))?.to).toHaveLength(1);
  });
});
const answer = (channel: string) => ({ clientId: `client-x-${++count}`, text: 'An answer.', channel });

describe('a proved address', () => {
  const known = async (value: string, kind: 'telegram' | 'webchat' = 'telegram') =>
    await upsertCustomer(desk.app.context, { kind, value, verified: true });

  it('is taken from who was only said to have it, and they are not merged', async () => {
    const email = address();
    const other = await known(asker().value);
    await desk.call('POST', `/customers/${String(other._id)}/identities`, { kind: 'email', value: email });
    const mine = await known(asker().value);
    expect(await joinByEmail(desk.app.context, mine, email)).toMatchObject({ merged: false, news: true });
    expect((await person(other._id)).identities.map(({ kind }) => kind)).toEqual(['telegram']);
    expect((await person(mine._id)).identities.map(({ value }) => value)).toContain(email);
  });

  it('joins who has proved it before, on another channel; a name joins nobody', async () => {
    const email = address();
    const [one, other] = [await known(asker().value), await known(`visitor-${++count}`, 'webchat')];
    expect(await joinByEmail(desk.app.context, one, email)).toMatchObject({ merged: false });
    expect((await person(other._id)).merged).toEqual([]);
    expect(await joinByEmail(desk.app.context, other, email)).toMatchObject({ merged: true });
    expect((await person(one._id)).identities.map(({ kind }) => kind).sort()).toEqual(['email', 'telegram', 'webchat']);
    expect(await joinByEmail(desk.app.context, other, email)).toMatchObject({ merged: false, news: false });
  });

  it('of two at once is one person’s all the same', async () => {
    const email = address();
    const two = [await known(asker().value), await known(asker().value)] as const;
    await Promise.all(two.map((mine) => joinByEmail(desk.app.context, mine, email)));
    const [one, other] = [await person(two[0]._id), await person(two[1]._id)];
    expect(one.id).toBe(other.id);
    expect(one.identities.filter(({ value }) => value === email)).toHaveLength(1);
  });
});

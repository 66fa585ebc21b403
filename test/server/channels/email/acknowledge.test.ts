import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withinCaps } from '../../../../server/channels/caps.ts';
import { PLAIN_LETTERHEAD, type Letterhead } from '../../../../server/settings/letterhead-model.ts';
import { writeLetterhead } from '../../../../server/settings/letterheads.ts';
import { Messages, type MessageDoc } from '../../../../server/tickets/message-model.ts';
import { loadTicket } from '../../../../server/tickets/find.ts';
import { Types } from 'mongoose';
import { eventually } from '../../../support/eventually.ts';
import { mailOf } from './desk.ts';
import { openSendingDesk, readSent, type SendingDesk } from './sending-desk.ts';

const HOUR = 3_600_000;
const acknowledging = (acknowledge: Letterhead['acknowledge']) =>
  writeLetterhead(desk.app.context, 'env', { ...PLAIN_LETTERHEAD, signature: 'Lamp shop', acknowledge });
let desk: SendingDesk;
let now = Date.now();
let count = 0;
beforeAll(async () => {
  desk = await openSendingDesk({ clock: { now: () => new Date(now) } });
  await acknowledging({ on: true, texts: {} });
});
beforeEach(() => {
  now += 25 * HOUR;
  desk.sink.taken.length = 0;
});
afterAll(() => desk.close());

const from = (name: string, more: Record<string, string> = {}) =>
  mailOf(
    { From: `Secret Name <${name}@people.test>`, 'Message-ID': `<${++count}@people.test>`, ...more },
    'Secret words',
  );
/** Everything sent once no automatic message waits any more. */
async function sent() {
  await eventually(async () => {
    await desk.sent();
    expect(await Messages(desk.app.context).countDocuments({ 'delivery.state': 'pending' })).toBe(0);
  });
  return desk.sink.taken;
}

describe('an acknowledgement', () => {
  it('has number and words of ours only, and leaves its ticket as it was', async () => {
    const number = await desk.bring(from('ann', { Subject: 'Secret subject', Cc: 'bob@people.test' }));
    const [mail, ...more] = await sent();
    expect([mail?.to, mail?.from, more]).toEqual([['ann@people.test'], '', []]);
    const raw = mail?.raw.toString() ?? '';
    expect(raw).toMatch(/^Auto-Submitted: auto-replied\r$/m);
    expect(raw).not.toMatch(/Secret|bob/);
    const read = await readSent(mail);
    expect(read.subject).toBe(`We have received your message [#${number}]`);
    expect(read.text).toContain(`has the number #${number}.`);
    expect(read.text).not.toContain('Lamp shop');
    const ticket = await loadTicket(desk.app.context, number);
    expect(ticket).toMatchObject({ status: 'new', firstRepliedAt: null, snippet: 'Secret words' });
    expect(ticket.waitingSince).not.toBeNull();
    await desk.answer(number, { lastSeen: 1 });
    await desk.take(mailOf({ From: 'ann@people.test', 'In-Reply-To': `<${read.messageId}>` }));
    expect((await loadTicket(desk.app.context, number)).messages).toBe(4);
    expect(await sent()).toHaveLength(2);
  });

  it('goes once in 24 hours to an address, in whatever letters it is written', async () => {
    await desk.bring(from('carl'));
    expect(await sent()).toHaveLength(1);
    now += 23 * HOUR;
    await desk.bring(from('Carl'));
    expect(await sent()).toHaveLength(1);
    now += 2 * HOUR;
    await desk.bring(from('carl'));
    expect(await sent()).toHaveLength(2);
  });

  it.each([
    ['es', 'Hola, mi lámpara está rota y quiero devolverla. ¿Qué hago?', 'Hemos recibido'],
    ['pl', 'Dzień dobry, moja lampa jest zepsuta i chcę ją zwrócić. Co mam zrobić?', 'Otrzymaliśmy'],
    ['ru', 'Здравствуйте, моя лампа сломана, хочу её вернуть. Что делать?', 'Мы получили'],
  ])('speaks the language of the mail: %s', async (language, text, expected) => {
    await desk.bring(mailOf({ From: `${language}@people.test`, Subject: text.slice(0, 20) }, text));
    expect((await readSent((await sent())[0])).subject).toContain(expected);
  });

  it.each<[string, Record<string, string>, object]>([
    ['a robot', { 'Auto-Submitted': 'auto-generated' }, {}],
    ['a newsletter', { 'List-Unsubscribe': '<mailto:u@news.test>' }, {}],
    ['bulk mail', { Precedence: 'bulk' }, {}],
    ['an address that nobody reads', { From: 'no-reply@shop.test' }, {}],
    ['what the mail server flagged', { 'X-Spam-Flag': 'YES' }, {}],
    ['history', {}, { history: true }],
  ])('never goes to %s', async (_, headers, meta) => {
    await desk.bring(from(`n${++count}`, headers), meta);
    expect(await sent()).toEqual([]);
  });

  it('is not repeated when whoever sent it died over it', async () => {
    await desk.bring(from('fay'));
    expect(await sent()).toHaveLength(1);
    const [ack] = await Messages(desk.app.context).find({ direction: 'out' }).sort({ _id: -1 }).lean<MessageDoc[]>();
    expect(ack?.delivery).toMatchObject({ state: 'sent', begun: true });
    const interrupted = (begun: boolean) => ({
      ...ack?.delivery,
      ...{ state: 'pending', begun, leaseUntil: new Date(now - 1000), dueAt: new Date(now - 1000) },
    });
    const again = async (begun: boolean) => {
      const update = { $set: { delivery: interrupted(begun) as never } };
      await Messages(desk.app.context).collection.updateOne({ _id: ack?._id as never }, update);
      await sent();
      return (await Messages(desk.app.context).findById(ack?._id).lean<MessageDoc>())?.delivery?.state;
    };
    expect(await again(true)).toBe('unknown');
    expect(await sent()).toHaveLength(1);
    // Where it had not begun to go out, it has not arrived.
    expect(await again(false)).toBe('sent');
    expect(await sent()).toHaveLength(2);
  });

  it('says what the mailbox wants to say, and nothing where it is off', async () => {
    const texts = { en: { subject: 'Got it: {number}', text: 'Ours, {number}' } };
    await acknowledging({ on: true, texts });
    const number = await desk.bring(from('dora'));
    const read = await readSent((await sent())[0]);
    expect(read.subject).toBe(`Got it: #${number}`);
    // Wherever they say it, or do not: by when they are answered, and where the ticket is followed.
    expect(read.text).toMatch(
      new RegExp(
        `^Ours, #${number}\\n\\nYou will hear from us by .*\\n\\n.*:\\nhttp://\\S+/help/en/requests/\\S{50,70}$`,
      ),
    );
    await acknowledging({ on: false, texts });
    await desk.bring(from('eve'));
    expect(await sent()).toHaveLength(1);
  });
});

describe('automatic messages', () => {
  const automatic = (ticket: string, to: string) =>
    ({ _id: new Types.ObjectId(), ticket, to }) as unknown as MessageDoc;
  const allowed = (message: MessageDoc) => withinCaps(desk.app.context, message);
  const attempts = async (times: number, make: () => MessageDoc) => {
    let passed = 0;
    for (let i = 0; i < times; i++) if (await allowed(make())) passed++;
    return passed;
  };

  it.each([
    ['a ticket', (i: number) => automatic('one', `${i}@people.test`)],
    ['an address', (i: number) => automatic(`t${i}`, 'loop@people.test')],
  ])('are 10 in 10 minutes, 30 in 60 for %s', async (_, make) => {
    expect(await attempts(15, () => make(++count))).toBe(10);
    now += 11 * 60_000;
    expect(await attempts(15, () => make(++count))).toBe(10);
    now += 11 * 60_000;
    expect(await attempts(15, () => make(++count))).toBe(10);
    now += 11 * 60_000;
    expect(await attempts(15, () => make(++count))).toBe(0);
    now += HOUR;
    expect(await attempts(15, () => make(++count))).toBe(10);
  });

  it('count once, however often one is tried', async () => {
    const message = automatic('repeated', 'repeated@people.test');
    expect(await attempts(15, () => message)).toBe(15);
  });
});

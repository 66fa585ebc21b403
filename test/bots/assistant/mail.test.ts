import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadSampleArticles } from '../../../knowledge-base/import-content.ts';
import { sweep } from '../../../server/intake/sweep.ts';
import { assistantTexts } from '../../../server/messages/assistant.ts';
import { assistantMail } from '../../../server/messages/assistant-mail.ts';
import { LANGUAGES, type Language } from '../../../server/tickets/envelopes.ts';
import { loadTicket, threadOf } from '../../../server/tickets/find.ts';
import { Messages } from '../../../server/tickets/message-model.ts';
import { PLAIN_LETTERHEAD, type Letterhead } from '../../../server/settings/letterhead-model.ts';
import { writeLetterhead } from '../../../server/settings/letterheads.ts';
import { mailOf } from '../../server/channels/email/desk.ts';
import { openSendingDesk, readSent, type SendingDesk } from '../../server/channels/email/sending-desk.ts';
import { eventually } from '../../support/eventually.ts';

const HOUR = 3_600_000;
const { en } = assistantMail;
let desk: SendingDesk;
let now = Date.now();
let count = 0;
const letterhead = (changes: Partial<Letterhead>) =>
  writeLetterhead(desk.app.context, 'env', { ...PLAIN_LETTERHEAD, signature: 'Lamp shop', ...changes });
beforeAll(async () => {
  desk = await openSendingDesk({
    clock: { now: () => new Date(now) },
    refuse: { rcpt: 550, only: 'gone@people.test' },
  });
  await loadSampleArticles(desk.app.context);
  await letterhead({ assistant: true });
});
beforeEach(() => {
  now += 25 * HOUR;
  desk.sink.taken.length = 0;
});
afterAll(() => desk.close());

/** A mail of somebody who has not written before, of the given headers. */
const mail = (text: string, headers: Record<string, string> = {}) =>
  mailOf({ From: `Secret Name <p${++count}@people.test>`, 'Message-ID': `<${count}@people.test>`, ...headers }, text);
/** All that went out, as its readers' programs show it, once nothing waits any more. */
async function sent() {
  await eventually(async () => {
    await desk.sent();
    expect(await Messages(desk.app.context).countDocuments({ 'delivery.state': 'pending' })).toBe(0);
  });
  return await Promise.all(desk.sink.taken.map(readSent));
}
const only = async () => {
  const [one, ...more] = await sent();
  expect(more).toEqual([]);
  return one;
};
const notesOf = async (number: number) => {
  const { _id } = await loadTicket(desk.app.context, number);
  return (await threadOf(desk.app.context, String(_id), {})).filter(({ direction }) => direction === 'note');
};
const PASSWORD = 'How do I reset my password?';
const withPeople = { handler: 'agents', queued: true };

describe('while it is off', () => {
  test('mail goes to people, and nobody answers it by itself', async () => {
    await letterhead({});
    const number = await desk.bring(mail(PASSWORD));
    expect(await loadTicket(desk.app.context, number)).toMatchObject(withPeople);
    expect(await sent()).toEqual([]);
    await letterhead({ assistant: true });
  });
});

describe('one mail', () => {
  test.each<[Language, string, string]>([
    ['en', 'Hello, I cannot sign in any more. How do I reset my password?', 'reset-password'],
    ['es', 'Hola, no puedo entrar en mi cuenta. ¿Cómo restablezco mi contraseña?', 'restablecer-contrasena'],
    ['ro', 'Bună ziua, nu mai pot intra în cont. Cum îmi resetez parola?', 'resetarea-parolei'],
    ['pl', 'Dzień dobry, nie mogę się zalogować. Jak zresetować hasło?', 'reset-hasla'],
    ['ru', 'Здравствуйте, не могу войти в учётную запись. Как сбросить пароль?', 'sbros-parolya'],
  ])('answers an inquiry with the passage and the link, marked as automatic: %s', async (language, text, slug) => {
    const number = await desk.bring(mail(text, { Subject: 'Secret subject', Cc: 'bob@people.test' }));
    const answer = await only();
    const link = `${desk.app.context.config.publicUrl}/help/${language}/${slug}`;
    expect(answer?.subject).toBe(assistantMail[language].subject.answer.replace('{number}', String(number)));
    expect(answer?.text).not.toMatch(/(?:^|\s)_\S/);
    for (const body of [answer?.text, answer?.html]) {
      expect(body).toContain(link);
      for (const line of [assistantTexts[language].intro, assistantMail[language].sent]) expect(body).toContain(line);
    }
    expect(answer?.html).toContain('<blockquote');
    const raw = String(desk.sink.taken[0]?.raw);
    expect(raw).toMatch(/^Auto-Submitted: auto-replied\r$/m);
    expect(raw).not.toMatch(/Secret|bob@|Lamp shop/);
    expect([desk.sink.taken[0]?.from, desk.sink.taken[0]?.to]).toEqual(['', [`p${count}@people.test`]]);
    const held = { handler: 'assistant', queued: false, status: 'pending', language };
    expect(await loadTicket(desk.app.context, number)).toMatchObject(held);
  });

  test.each<[string, string, string[], string[]]>([
    [
      'complaint',
      'The kettle I bought broke after two days.',
      [en.tell.order, en.wish.complaint],
      [en.tell.happened, en.tell.product],
    ],
    [
      'return',
      'I want to return an item, order 4711-22. It does not fit.',
      [en.tell.condition, en.wish.return],
      [en.tell.order],
    ],
  ])('files a %s with its number and what is missing', async (type, text, missing, known) => {
    const number = await desk.bring(mail(text));
    const filed = await only();
    expect(filed?.subject).toContain(`#${number}`);
    expect(filed?.text).toContain(en[type as 'return'].replace('{number}', String(number)));
    const promise = /You will hear from us by \d+ \w+ \d{4} at 23:59\./;
    for (const body of [filed?.text, filed?.html]) expect(body).toMatch(promise);
    for (const line of missing) expect(filed?.text).toContain(`• ${line}`);
    for (const line of known) expect(filed?.text).not.toContain(line);
    expect(filed?.text).not.toContain('4711');
    expect(await loadTicket(desk.app.context, number)).toMatchObject({ ...withPeople, type, status: 'open' });
    expect((await notesOf(number)).map((note) => note.text)).toEqual([
      expect.stringContaining(assistantTexts.en.note.unconfirmed),
    ]);
  });

  test.each([
    ['a wish for a person', 'Hello. I want to talk to a human please.'],
    ['what it is not sure of', 'We would be glad to show you our catalogue of office plants next week.'],
    ['the state of an order', 'Where is my order 48213?'],
  ])('says that a person will answer: %s', async (_, text) => {
    const number = await desk.bring(mail(text));
    const letter = await only();
    expect(letter?.text).toContain(en.person.replace('{number}', String(number)));
    // Its page is for whose mailbox it came to; agents do not get the link.
    const [link = ''] = /http\S+\/help\/en\/requests\/\S+m$/m.exec(letter?.text ?? '') ?? [];
    expect(letter?.html).toContain(`<a href="${link}"`);
    const { statusCode } = await desk.app.inject({ url: new URL(link).pathname });
    expect(statusCode).toBeLessThan(500);
    const { _id, fields } = await loadTicket(desk.app.context, number);
    const thread = JSON.stringify(await threadOf(desk.app.context, String(_id), {}));
    expect([thread.includes('/requests/…'), thread.includes(link)]).toEqual([true, false]);
    expect(fields?.['order']).toBe(text.includes('48213') ? '48213' : undefined);
    expect(await loadTicket(desk.app.context, number)).toMatchObject({ ...withPeople, status: 'open' });
    expect(await notesOf(number)).toHaveLength(1);
  });

  test('takes the place of an acknowledgement, or leaves it to that one', async () => {
    await letterhead({ assistant: true, acknowledge: { on: true, texts: {} } });
    await desk.bring(mail(PASSWORD));
    expect((await only())?.text).toContain('/help/en/reset-password');
    desk.sink.taken.length = 0;
    const number = await desk.bring(mail('I want to talk to a human please.'));
    expect((await only())?.subject).toBe(`We have received your message [#${number}]`);
    expect(await loadTicket(desk.app.context, number)).toMatchObject(withPeople);
    await letterhead({ assistant: true });
  });

  test.each<[string, Record<string, string>, object]>([
    ['a robot', { 'Auto-Submitted': 'auto-generated' }, {}],
    ['a newsletter', { 'List-Unsubscribe': '<mailto:u@news.test>' }, {}],
    ['bulk mail', { Precedence: 'bulk' }, {}],
    ['an address that nobody reads', { From: 'no-reply@shop.test' }, {}],
    ['what the mail server flagged', { 'X-Spam-Flag': 'YES' }, {}],
    ['history', {}, { history: { as: 'open', at: new Date().toISOString() } }],
  ])('never goes to %s, which is for people at once', async (_, headers, meta) => {
    const number = await desk.bring(mail(PASSWORD, headers), meta);
    expect(await sent()).toEqual([]);
    expect(await loadTicket(desk.app.context, number)).toMatchObject({ handler: 'agents' });
  });

  test('goes once in 24 hours to an address: a second question is for people, silently', async () => {
    await desk.bring(mail(PASSWORD, { From: 'often@people.test' }));
    const number = await desk.bring(mail('How long does delivery take?', { From: 'Often@people.test' }));
    expect(await sent()).toHaveLength(1);
    expect(await loadTicket(desk.app.context, number)).toMatchObject(withPeople);
  });
});

describe('what comes after it', () => {
  async function answered(): Promise<{ number: number; back: (text: string, more?: object) => Promise<unknown> }> {
    const number = await desk.bring(mail(PASSWORD));
    const answer = await only();
    const From = `p${count}@people.test`;
    const back = (text: string, more: object = {}) =>
      desk.take(
        mailOf(
          { From, 'Message-ID': `<b${++count}@people.test>`, 'In-Reply-To': `<${answer?.messageId}>`, ...more },
          text,
        ),
      );
    return { number, back };
  }

  test('is for people, and the assistant is silent', async () => {
    const { number, back } = await answered();
    await back('That is not what I meant, the mail with the link never came.');
    expect(await loadTicket(desk.app.context, number)).toMatchObject({ ...withPeople, status: 'open' });
    expect(await sent()).toHaveLength(1);
    expect((await notesOf(number))[0]?.text).toContain('Reset your password');
  });

  test('solves the ticket where it only says that it helped', async () => {
    const { number, back } = await answered();
    await back('Thank you very much, that helped!');
    expect(await loadTicket(desk.app.context, number)).toMatchObject({ handler: 'assistant', status: 'solved' });
    expect(await sent()).toHaveLength(1);
  });

  test('changes nothing where a robot wrote it', async () => {
    const { number, back } = await answered();
    await back('I am away until Monday.', { 'Auto-Submitted': 'auto-replied' });
    expect(await loadTicket(desk.app.context, number)).toMatchObject({ handler: 'assistant', status: 'pending' });
    expect(await sent()).toHaveLength(1);
  });

  test('is for people as well when it did not arrive', async () => {
    const number = await desk.bring(mail(PASSWORD, { From: 'gone@people.test' }));
    expect(await sent()).toEqual([]);
    await eventually(async () => expect(await loadTicket(desk.app.context, number)).toMatchObject(withPeople));
  });
});

describe('after a crash', () => {
  /** Everything emitted by this name breaks off there, the first time. */
  async function breaking(name: 'message.saved' | 'ticket.changed', text: string): Promise<number> {
    const { events } = desk.app.context;
    const { emit } = events;
    let broken = false;
    events.emit = async (what, payload) => {
      if (what === name && !broken && 'by' in payload && payload.by.kind === 'assistant') {
        broken = true;
        throw new Error('crashed here');
      }
      return await emit(what, payload);
    };
    try {
      const number = await desk.bring(mail(text));
      expect(broken).toBe(true);
      return number;
    } finally {
      events.emit = emit;
    }
  }

  test.each([
    ['the note was saved', 'message.saved', 'I want to talk to a human please.', withPeople],
    ['the answer was saved', 'message.saved', PASSWORD, { handler: 'assistant', status: 'pending' }],
    ['the ticket was changed', 'ticket.changed', 'I want to talk to a human please.', withPeople],
  ] as const)('there is one mail, and the ticket is where it belongs: %s', async (_, name, text, becomes) => {
    const number = await breaking(name, text);
    now += 61_000;
    await sweep(desk.app.context);
    expect(await loadTicket(desk.app.context, number)).toMatchObject(becomes);
    expect(await sent()).toHaveLength(1);
  });
});

test('its words are there in every language', () => {
  for (const language of LANGUAGES) {
    const { subject, missing, sent: closing } = assistantMail[language];
    expect([...Object.values(subject), missing, closing].every((words) => words.length > 5)).toBe(true);
  }
});

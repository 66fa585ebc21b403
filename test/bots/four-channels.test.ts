import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSampleArticles } from '../../knowledge-base/import-content.ts';
import { PLAIN_LETTERHEAD } from '../../server/settings/letterhead-model.ts';
import { writeLetterhead } from '../../server/settings/letterheads.ts';
import { assistantTexts } from '../../server/messages/assistant.ts';
import type { CustomerView } from '../../server/customers/schema.ts';
import type { MessageView, TicketView } from '../../server/tickets/schema.ts';
import { openSendingDesk, readSent, type SendingDesk } from '../server/channels/email/sending-desk.ts';
import { Visitor } from '../server/channels/webchat/visitor.ts';
import { startBotConnector, type BotConnector } from '../support/bot-connector.ts';
import type { Posted } from '../support/bot-connector-rules.ts';
import { eventually } from '../support/eventually.ts';
import { person, personal } from '../support/teams.ts';
import { startTelegram, type TelegramStandIn } from '../support/telegram.ts';

/**
 * The same story on every channel, against services that speak their documented protocols and take nothing else: an
 * inquiry is answered, an address proved, a return filed, a person takes over, and an agent answers. By e-mail the
 * assistant says what it has to say in one mail a day.
 */
const { en } = assistantTexts;
let telegram: TelegramStandIn;
let connector: BotConnector;
let desk: SendingDesk;
beforeAll(async () => {
  [telegram, connector] = await Promise.all([startTelegram(), startBotConnector()]);
  const bot = { TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.url };
  desk = await openSendingDesk({ env: { ...bot, ...connector.env } });
  await loadSampleArticles(desk.app.context);
});
afterAll(async () => {
  await desk.close();
  await Promise.all([telegram.close(), connector.stop()]);
});

/** Somebody on a channel. */
interface Talker {
  say(text: string): Promise<unknown>;
  /** Takes an offered choice by its label. */
  press(label: string): Promise<unknown>;
  /** All that they were told so far. */
  heard(): Promise<string[]>;
  leave?(): void;
}

async function visitor(): Promise<Talker> {
  const chat = await Visitor.greeted(desk.app.context.config.publicUrl);
  let said = 0;
  const told = () => chat.messages().filter(({ from, line }) => from !== 'visitor' && !line);
  const press = async (label: string) => {
    const offered = told().findLast(({ choices }) => choices);
    const choice = offered?.choices?.find((one) => one.label === label);
    await chat.say(`pressed-${++said}`, label, { choice: { message: offered?.id, id: choice?.id } });
  };
  return {
    say: (text) => chat.say(`said-000${++said}`, text),
    press,
    heard: async () => told().map(({ text }) => text),
    leave: () => chat.close(),
  };
}

async function telegramer(): Promise<Talker> {
  const from = { id: 314_159, is_bot: false, first_name: 'Ana', language_code: 'en' };
  const chat = { id: from.id, type: 'private', first_name: 'Ana' };
  const date = Math.floor(Date.now() / 1000);
  let message_id = 0;
  const sent = () => telegram.sent.filter((one) => one['chat_id'] === chat.id);
  return {
    say: async (text) => telegram.bring({ message: { message_id: ++message_id, from, chat, date, text } }),
    async press(label) {
      const last = sent().findLast((one) => one['reply_markup']);
      const reply_markup = last?.['reply_markup'] as { inline_keyboard: { text: string; callback_data: string }[][] };
      const data = reply_markup.inline_keyboard.flat().find(({ text }) => text === label)?.callback_data;
      const message = { message_id: last?.message_id, chat, date, from: telegram.bot, text: '…', reply_markup };
      telegram.bring({ callback_query: { id: `q${++message_id}`, from, chat_instance: '1', data, message } });
    },
    heard: async () => sent().map(({ text }) => String(text)),
  };
}

async function colleague(): Promise<Talker> {
  const ana = person('Ana Pop');
  const bring = (more: object) => connector.bring(desk.app.context.config.publicUrl, personal(connector, ana, more));
  const posted = (): Posted[] =>
    connector.posted.filter((one) => one.conversation?.id === `a:${ana.aadObjectId}` && one.type === 'message');
  interface Button {
    title: string;
    data: { msteams: { text: string; value: object } };
  }
  return {
    say: (text) => bring({ text }),
    async press(label) {
      const last = posted().at(-1);
      const buttons = last?.attachments?.flatMap(({ content }) => (content?.['actions'] as Button[]) ?? []) ?? [];
      const { text, value } = buttons.find(({ title }) => title === label)!.data.msteams;
      await bring({ text, value, replyToId: last?.id });
    },
    heard: async () => posted().map(({ text = '' }) => text),
  };
}

async function writer(name = 'ana.writes'): Promise<Talker> {
  await writeLetterhead(desk.app.context, 'env', { ...PLAIN_LETTERHEAD, assistant: true });
  const address = `${name}@people.test`;
  const mails = () => desk.sink.taken.filter(({ to }) => to.includes(address));
  const head = `From: Ana <${address}>\r\nTo: support@desk.test\r\nSubject: A question\r\n`;
  const say = (text: string) => desk.take(Buffer.from(`${head}\r\n${text}\r\n`));
  return {
    say,
    press: say,
    heard: async () => await Promise.all(mails().map(async (one) => (await readSent(one)).text)),
  };
}

const newest = async (channel: string): Promise<TicketView> =>
  (await desk.call('GET', `/tickets?channel=${channel}&limit=1`)).json<{ items: TicketView[] }>().items[0]!;
const thread = async (number: number): Promise<MessageView[]> =>
  (await desk.call('GET', `/tickets/${number}/messages`)).json<{ items: MessageView[] }>().items;
const customer = async ({ customer: { id } }: TicketView) =>
  (await desk.call('GET', `/customers/${id}`)).json<CustomerView>();

describe.each([
  { channel: 'webchat', come: visitor, inChat: true },
  { channel: 'telegram', come: telegramer, inChat: true },
  { channel: 'teams', come: colleague, inChat: true },
  { channel: 'email', come: () => writer(), inChat: false },
])('by $channel', ({ channel, come, inChat }) => {
  const article = () => `${desk.app.context.config.publicUrl}/help/en/reset-password`;
  let ana: Talker;
  afterAll(() => ana?.leave?.());
  /** Says or presses something, and waits for what comes of it. */
  async function told(act: () => Promise<unknown>): Promise<string> {
    const before = (await ana.heard()).length;
    await act();
    await eventually(async () => expect((await ana.heard()).length).toBeGreaterThan(before));
    return (await ana.heard()).at(-1) ?? '';
  }
  const say = (text: string) => told(() => ana.say(text));
  const press = (label: string) => told(() => ana.press(label));
  const agent = async (text: string) => await told(async () => desk.answer((await newest(channel)).number, { text }));

  /** Says their address and the code that comes there: whoever wrote from it before is the same customer. */
  async function proveAddress(): Promise<void> {
    const email = `ana.${channel}@people.test`;
    const number = await desk.bring(Buffer.from(`From: <${email}>\r\nTo: support@desk.test\r\n\r\nHello?\r\n`));
    expect(await say(`My e-mail is ${email}`)).toBe(en.proof.sent.replace('{email}', email));
    const code = () =>
      /\b\d{6}\b/.exec(String(desk.sink.taken.findLast(({ to }) => to.includes(email))?.raw))?.[0] ?? '';
    expect(await say('000000')).toBe(en.proof.wrong);
    expect(await say(code())).toBe(en.proof.right);
    const ticket = await newest(channel);
    expect((await customer(ticket)).identities.map(({ kind }) => kind)).toContain('email');
    expect((await thread(ticket.number)).map(({ event }) => event?.kind)).toContain('joined');
    const { tickets } = (await desk.call('GET', `/customers/${ticket.customer.id}/timeline`)).json<{
      tickets: TicketView[];
    }>();
    expect(tickets.map((one) => one.number)).toContain(number);
  }

  test(`an inquiry is answered${inChat ? ', and an address proved' : ''}`, async () => {
    ana = await come();
    if (!inChat) {
      expect(await say('How do I reset my password?')).toContain(article());
      return expect(await newest(channel)).toMatchObject({ status: 'pending', handler: 'assistant' });
    }
    expect(await say('How do I reset my password?')).toContain(article());
    expect(await press(en.helped.yes)).toContain(en.glad.slice(0, 10));
    expect(await newest(channel)).toMatchObject({ status: 'solved', handler: 'assistant', unverified: false });
    await proveAddress();
  });

  test('a return is filed, and people take over', async () => {
    if (!inChat) {
      ana = await writer('ana.returns');
      const filed = await say('I want to return an item, order 4711-22. It does not fit.');
      const ticket = await newest(channel);
      expect(filed).toContain(`#${ticket.number}`);
      return expect(ticket).toMatchObject({ type: 'return', handler: 'agents', fields: { order: '4711-22' } });
    }
    for (const text of ['I want to return an item', 'order 4711-22', 'a lamp', 'It does not fit']) await say(text);
    await press(en.form.condition.unopened);
    expect(await press(en.form.wish.refund)).toContain('4711-22');
    const filed = await press(en.form.choice.yes);
    const ticket = await newest(channel);
    expect(filed).toContain(String(ticket.number));
    expect(ticket).toMatchObject({ type: 'return', fields: { wish: 'refund', condition: 'unopened' } });
    await eventually(async () => expect((await newest(channel)).handler).toBe('agents'));
    expect((await thread(ticket.number)).map(({ direction }) => direction)).toContain('note');
  });

  test('an agent answers', async () => {
    expect(await agent('Please send it back.')).toContain('Please send it back.');
    const { number } = await newest(channel);
    await eventually(async () =>
      expect((await thread(number)).findLast(({ direction }) => direction === 'out')).toMatchObject({
        author: { kind: 'agent' },
        delivery: { state: 'sent', channel },
      }),
    );
  });
});

test('nothing that was asked of Telegram or Teams was other than documented', () => {
  expect([telegram.refused, connector.refused]).toEqual([[], []]);
  const methods = [...new Set(telegram.calls.map(({ method }) => method))].sort();
  expect(methods).toEqual(expect.arrayContaining(['answerCallbackQuery', 'getMe', 'getUpdates', 'sendMessage']));
});

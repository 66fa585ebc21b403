import { threadOf } from '../../../server/tickets/find.ts';
import type { MessageDoc } from '../../../server/tickets/message-model.ts';
import { Messages } from '../../../server/tickets/message-model.ts';
import { Tickets, type TicketDoc } from '../../../server/tickets/model.ts';
import { buildTestApp, type TestApp, type TestAppOptions } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { startTelegram, type TelegramStandIn } from '../../support/telegram.ts';
import type { Values } from '../../support/telegram-methods.ts';

/** A desk with a bot, and the people who write to it. */
export interface Desk {
  app: TestApp;
  telegram: TelegramStandIn;
  /** A new customer, with a private chat. */
  person(more?: Values): Person;
  /** The customer's ticket, once it is there. */
  ticketOf(person: Person): Promise<TicketDoc>;
  /** Its messages, once `done` says that all are there. */
  thread(person: Person, done: (thread: MessageDoc[]) => boolean): Promise<MessageDoc[]>;
  close(): Promise<void>;
}

export interface Person {
  id: number;
  /** Their last message's id. */
  last: number;
  /** A message of theirs; of the private chat where no `chat` says otherwise. */
  say(fields: Values): number;
  edit(message: number, fields: Values): void;
  /** Presses the button with that label under the last message that went out to them. */
  press(label: string): void;
}

let people = 100_000;
let messages = 10;

export async function startDesk(options: TestAppOptions = {}): Promise<Desk> {
  const telegram = await startTelegram();
  const env = { TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.url, ...options.env };
  const app = await buildTestApp({ ...options, env });
  await app.listen();
  return {
    app,
    telegram,
    person: (more = {}) => newPerson(telegram, more),
    ticketOf: (person) => ticketOf(app, person),
    async thread(person, done) {
      const ticket = await ticketOf(app, person);
      return await eventually(async () => {
        const thread = await threadOf(app.context, String(ticket._id));
        if (!done(thread)) throw new Error(JSON.stringify(thread.map(({ direction, text }) => [direction, text])));
        return thread;
      });
    },
    async close() {
      await app.close();
      await telegram.close();
    },
  };
}

/** The ticket of the last message from this sender. */
const ticketOf = (app: TestApp, { id }: Person): Promise<TicketDoc> =>
  eventually(async () => {
    const hash = app.context.vault.hash('thread', `telegram/4711/${id}`);
    const ticket = await Tickets(app.context).findOne({ threadKeys: hash }).lean<TicketDoc>();
    if (!ticket) throw new Error('no ticket yet');
    return ticket;
  });

export const fromOf = (id: number, more: Values = {}): Values => ({
  id,
  is_bot: false,
  first_name: 'Ana',
  last_name: 'Pop',
  language_code: 'en',
  ...more,
});

function newPerson(telegram: TelegramStandIn, more: Values): Person {
  const id = ++people;
  const from = fromOf(id, more);
  const chat = { id, type: 'private', first_name: 'Ana' };
  const at = () => Math.floor(Date.now() / 1000);
  const person: Person = {
    id,
    last: 0,
    say(fields) {
      person.last = ++messages;
      telegram.bring({ message: { message_id: person.last, from, chat, date: at(), ...fields } });
      return person.last;
    },
    edit: (message_id, fields) =>
      void telegram.bring({ edited_message: { message_id, from, chat, date: at(), edit_date: at() + 1, ...fields } }),
    press(label) {
      const shown = telegram.sent.findLast((one) => one['chat_id'] === id && one['reply_markup']);
      const reply_markup = shown?.['reply_markup'] as { inline_keyboard: { text: string; callback_data: string }[][] };
      const button = reply_markup.inline_keyboard.flat().find(({ text }) => text === label);
      if (!button) throw new Error(`no button ${label}: ${JSON.stringify(reply_markup)}`);
      const message = { message_id: shown?.message_id, chat, date: at(), from: telegram.bot, text: '…', reply_markup };
      telegram.bring({
        callback_query: { id: `q${++messages}`, from, chat_instance: '1', data: button.callback_data, message },
      });
    },
  };
  return person;
}

/** How many messages came in and stand in the store. */
export const received = (app: TestApp): Promise<number> => Messages(app.context).countDocuments({ direction: 'in' });

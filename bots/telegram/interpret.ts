import type { CallbackQuery, Update, User } from 'telegraf/types';
import type { RawItem } from '../../server/channels/channel.ts';
import { subjectOf } from '../../server/channels/subject.ts';
import {
  LANGUAGES,
  type InboundIdentity,
  type InboundMessage,
  type Interpretation,
  type Language,
} from '../../server/tickets/envelopes.ts';
import { mentions } from './addressed.ts';
import { messageOf, readItem, type AnyMessage, type BotName, type Item } from './item.ts';
import { forwardedFrom, linesOf } from './lines.ts';
import { quoteOf } from './quote.ts';
import { slice, toHtml, type Rich } from './rich.ts';

/**
 * An update of the ledger as an inbound message. Telegram itself says who wrote it, so that is proved. Throws on bytes
 * that are no update.
 */
export function interpretUpdate(item: RawItem): Interpretation {
  const read = readItem(item.raw);
  const { bot, update } = read;
  const message = messageOf(update);
  const sender = 'callback_query' in update ? update.callback_query.from : message?.from;
  if (!message || !sender) return { outcome: 'ignore', reason: `${kindOf(update)} is no message` };
  const from = identityOf(sender);
  if (sender.is_bot) return { outcome: 'ignore', reason: 'written by another bot', from };
  const common = { account: item.account, from, attachments: [], automatic: false, ...placeOf(bot, message, sender) };
  if ('callback_query' in update)
    return { outcome: 'message', message: { ...common, ...choiceOf(bot, update.callback_query, message) } };
  const said = saidIn(read, message, from.language ?? 'en');
  if (said.text === '' && read.attachments.length === 0)
    return { outcome: 'ignore', reason: 'nothing that somebody has said', from };
  return {
    outcome: 'message',
    message: {
      ...common,
      ...said,
      ...idsOf(bot, update, message),
      attachments: read.attachments,
      ...(read.files.some(({ problem }) => problem === 'gone') ? { missing: true } : {}),
    },
  };
}

const kindOf = (update: Update): string => Object.keys(update).find((key) => key !== 'update_id') ?? 'an empty update';

function identityOf(user: User): InboundIdentity & { language?: Language } {
  const name = [user.first_name, user.last_name].filter(Boolean).join(' ');
  const language = LANGUAGES.find((one) => user.language_code?.toLowerCase().split('-')[0] === one);
  return {
    kind: 'telegram',
    value: String(user.id),
    verified: true,
    ...(name ? { name } : {}),
    ...(user.username ? { handle: `@${user.username}` } : {}),
    ...(language ? { language } : {}),
  };
}

/** A ticket for each private chat; in a group one for each who writes there, and topic: answers go to the group. */
function placeOf(
  bot: BotName,
  message: AnyMessage,
  sender: User,
): Pick<InboundMessage, 'threadKeys' | 'group' | 'fields' | 'handler'> {
  const { chat, message_thread_id: thread, is_topic_message: inTopic } = message;
  const handler = 'assistant' as const;
  if (chat.type === 'private') return { threadKeys: [`telegram/${bot.id}/${chat.id}`], handler };
  const group = inTopic && thread ? `${chat.id}/${thread}` : String(chat.id);
  const fields = { place: chat.title.slice(0, 200).toWellFormed() };
  return { threadKeys: [`telegram/${bot.id}/${group}/${sender.id}`], group, fields, handler };
}

const idOf = (bot: BotName, { chat, message_id: id }: AnyMessage): string => `${bot.id}/${chat.id}/${id}`;

/** A pressed button says what stands on it; where Telegram does not tell that any more, its id. */
function choiceOf(bot: BotName, query: CallbackQuery, message: AnyMessage) {
  const data = 'data' in query ? query.data : '';
  const keyboard = message.reply_markup?.inline_keyboard.flat() ?? [];
  const pressed = keyboard.find((button) => 'callback_data' in button && button.callback_data === data);
  const text = pressed?.text ?? data;
  const externalId = `${bot.id}/${message.chat.id}/choice/${query.id}`;
  return { kind: 'choice' as const, target: idOf(bot, message), externalId, text, subject: subjectOf(text) };
}

function idsOf(bot: BotName, update: Update, message: AnyMessage) {
  const externalId = idOf(bot, message);
  const at = ('edited_message' in update ? update.edited_message.edit_date : undefined) ?? message.date;
  const edit = 'edited_message' in update;
  return {
    kind: edit ? ('edit' as const) : ('message' as const),
    ...(edit ? { target: externalId } : {}),
    ...(message.media_group_id ? { part: `${bot.id}/${message.chat.id}/${message.media_group_id}` } : {}),
    externalId,
    sentAt: new Date(at * 1000),
  };
}

type Said = Pick<InboundMessage, 'text' | 'html' | 'folds' | 'subject'>;

/** The words, without the bot's name before them, behind what they answer. */
function saidIn({ bot, files }: Item, message: AnyMessage, language: Language): Said {
  const whole = {
    text: message.text ?? message.caption ?? '',
    entities: message.entities ?? message.caption_entities ?? [],
  };
  const words = unaddressed(bot, message, whole);
  const around = [forwardedFrom(message, language), words.text, ...linesOf(message, files, language)];
  const text = around.filter(Boolean).join('\n');
  const quote = quoteOf(message);
  const subject = subjectOf(text || (files[0]?.name ?? ''));
  if (quote && text)
    return { subject, text: `${quote}\n\n${text}`, folds: [{ kind: 'quote', start: 0, end: quote.length }] };
  const html = text === words.text ? toHtml(words) : undefined;
  return { subject, text, ...(html ? { html } : {}) };
}

function unaddressed(bot: BotName, message: AnyMessage, words: Rich): Rich {
  if (message.chat.type === 'private') return words;
  const first = mentions(bot, message).find(({ offset }) => words.text.slice(0, offset).trim() === '');
  if (!first) return slice(words, 0);
  const rest = slice(words, first.offset + first.length);
  const [sign] = /^[,:]\s*/.exec(rest.text) ?? [''];
  return slice(rest, sign.length);
}

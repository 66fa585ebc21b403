import type { MessageEntity, Update } from 'telegraf/types';
import { messageOf, type AnyMessage, type BotName } from './item.ts';

/** Albums whose further pictures are still to come. */
const ALBUMS = 100;

/**
 * Whether an update is for the bot: everything in a private chat; in a group what mentions it, answers it, commands it
 * by its name or presses one of its buttons. Of an album only one picture says so: those after it go with it.
 */
export function createAddressed(bot: BotName): (update: Update) => boolean {
  const albums = new Set<string>();
  return (update) => {
    const message = messageOf(update);
    if (!message || message.chat.type === 'private' || 'callback_query' in update) return true;
    if (message.chat.type === 'channel') return false;
    const album = message.media_group_id && `${message.chat.id}/${message.media_group_id}`;
    const said = isSaidTo(bot, message) || (album !== undefined && albums.has(album));
    if (said && album) {
      albums.add(album);
      for (const oldest of albums) if (albums.size > ALBUMS) albums.delete(oldest);
    }
    return said;
  };
}

const isSaidTo = (bot: BotName, message: AnyMessage): boolean =>
  message.reply_to_message?.from?.id === bot.id || mentions(bot, message).length > 0;

/** Where a message names the bot: mentions and commands to it. */
export function mentions(bot: BotName, message: AnyMessage): MessageEntity[] {
  const text = message.text ?? message.caption ?? '';
  const name = `@${bot.username.toLowerCase()}`;
  return (message.entities ?? message.caption_entities ?? []).filter((entity) => {
    const { type, offset, length } = entity;
    if (type === 'text_mention') return entity.user.id === bot.id;
    const said = text.slice(offset, offset + length).toLowerCase();
    return (type === 'mention' && said === name) || (type === 'bot_command' && said.endsWith(name));
  });
}

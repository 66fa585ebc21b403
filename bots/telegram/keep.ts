import type { Update } from 'telegraf/types';
import type { Context } from '../../server/context.ts';
import { record, type Recorded } from '../../server/intake/record.ts';
import type { BotApi } from './api.ts';
import { createAddressed } from './addressed.ts';
import { fetchFiles } from './files.ts';
import { messageOf, writeItem, type BotName } from './item.ts';

export interface Keeper {
  /**
   * Takes an update into the ledger; resolves when it is durably there, and only then may it be confirmed. Undefined for
   * what is said in a group and not to the bot: that is nobody's business here. Updates of one chat go one after the
   * other, in the order of the calls; where one cannot be kept, those behind it are not kept either.
   */
  keep(update: Update): Promise<Recorded | undefined>;
}

/** `account`: whose ledger it is. */
export function createKeeper(
  context: Context,
  { account, api, bot, signal }: { account: string; api: BotApi; bot: BotName; signal: AbortSignal },
): Keeper {
  const isAddressed = createAddressed(bot);
  const chats = new Map<string, Promise<unknown>>();

  async function keepNow(update: Update, chat: string): Promise<Recorded | undefined> {
    if (!isAddressed(update)) return undefined;
    const { files, contents } = await fetchFiles(api, update, signal);
    return await record(context, {
      channel: 'telegram',
      account,
      key: `${bot.id}/${update.update_id}`,
      raw: writeItem({ v: 1, bot, update, files }, contents),
      lane: chat,
    });
  }
  return {
    keep(update) {
      const chat = String(messageOf(update)?.chat.id ?? 0);
      const before = chats.get(chat);
      const kept = before ? before.then(() => keepNow(update, chat)) : keepNow(update, chat);
      chats.set(chat, kept);
      const done = () => void (chats.get(chat) === kept && chats.delete(chat));
      kept.then(done, done);
      return kept;
    },
  };
}

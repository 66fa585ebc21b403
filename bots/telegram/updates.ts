import type { Opts, Update } from 'telegraf/types';
import type { BotApi } from './api.ts';
import { troubleOf } from './trouble.ts';

/**
 * What Telegram holds from an offset on (https://core.telegram.org/bots/api#getupdates). A webhook that was set before,
 * by us under another address say, stands in the way: it goes. Rejects as `call` does.
 */
export async function askForUpdates(
  api: BotApi,
  asked: Opts<'getUpdates'>,
  options: { signal: AbortSignal; seconds: number },
): Promise<Update[]> {
  try {
    return await api.call('getUpdates', asked, options);
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble.kind !== 'refused' || trouble.code !== 409 || !/webhook/i.test(trouble.words)) throw error;
    await api.call('deleteWebhook', {}, { signal: options.signal });
    return await api.call('getUpdates', asked, options);
  }
}

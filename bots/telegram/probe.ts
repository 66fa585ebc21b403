import { createApi } from './api.ts';
import type { BotProbe } from './schema.ts';
import { failedOf } from './trouble.ts';

const SECONDS = 10;

/** Asks Telegram who the bot of a token is, changes nothing there, and says in a word what is wrong. Never rejects. */
export async function probeBot(token: string, apiRoot: string): Promise<BotProbe> {
  try {
    const { username } = await createApi(token, apiRoot).call('getMe', {} as never, { seconds: SECONDS });
    return { ok: true, username };
  } catch (error) {
    const { cause, detail } = failedOf(error);
    return { ok: false, problem: cause, detail };
  }
}

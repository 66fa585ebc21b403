import { Agent } from 'node:https';
import { Telegram } from 'telegraf';
import type { Opts, Telegram as Methods } from 'telegraf/types';

/** The Bot API (https://core.telegram.org/bots/api) for one bot: telegraf's calls, and the download of files. */
export interface BotApi {
  /** Rejects with what troubleOf understands. `seconds`: after which nothing is waited for any more (60). */
  call<M extends keyof Methods>(
    method: M,
    payload: Opts<M>,
    options?: { signal?: AbortSignal; seconds?: number },
  ): Promise<ReturnType<Methods[M]>>;
  /** The bytes behind a `file_path`. Rejects when there are more than `most`. */
  download(path: string, most: number, signal: AbortSignal): Promise<Buffer>;
}

const SECONDS = 60;
const FILE_SECONDS = 60;

/**
 * The API at an address of the environment. Each call has a connection of its own: no idle one can have been closed
 * behind our back, so it is always known whether a call may have arrived.
 */
export function createApi(token: string, apiRoot: string): BotApi {
  const root = apiRoot.replace(/\/*$/, '/');
  const agent = root.startsWith('https:') ? { agent: new Agent({ keepAlive: false }) } : {};
  const telegram = new Telegram(token, { apiRoot: root, webhookReply: false, ...agent });
  return {
    call(method, payload, { signal, seconds = SECONDS } = {}) {
      const ends = within(seconds, signal);
      // Its types name a package that stood for AbortSignal before Node had one.
      return telegram.callApi(method, payload, { signal: ends as never });
    },
    async download(path, most, signal) {
      const ends = within(FILE_SECONDS, signal);
      const answer = await fetch(`${root}file/bot${token}/${path}`, { redirect: 'error', signal: ends });
      if (!answer.ok || !answer.body) throw new Error(`The file could not be fetched (${answer.status}).`);
      const pieces: Uint8Array[] = [];
      let size = 0;
      for await (const piece of answer.body) {
        size += piece.length;
        if (size > most) throw new Error('The file is larger than it may be.');
        pieces.push(piece);
      }
      return Buffer.concat(pieces);
    },
  };
}

const within = (seconds: number, signal: AbortSignal | undefined): AbortSignal =>
  AbortSignal.any([AbortSignal.timeout(seconds * 1000), ...(signal ? [signal] : [])]);

import type { Cause, Failed } from '../../server/channels/cause.ts';
import { SendError } from '../../server/channels/channel.ts';
import type { FailureCause } from '../../server/tickets/failure-cause.ts';

/** Why a call did not succeed. `words` never hold the token, nor anything that was sent. */
export type Trouble =
  /** Telegram has answered that it does not do it (https://core.telegram.org/bots/api#making-requests). */
  | { kind: 'refused'; code: number; words: string; retryAfter?: number | undefined; movedTo?: number | undefined }
  /** Nothing has left us. */
  | { kind: 'unreached'; cause: Cause; words: string }
  /** It may have arrived, or not. */
  | { kind: 'unknown'; words: string };

interface Thrown {
  message?: string;
  code?: unknown;
  cause?: unknown;
  name?: string;
  /** Of telegraf's TelegramError. */
  response?: {
    error_code?: number;
    description?: string;
    parameters?: { retry_after?: number; migrate_to_chat_id?: number };
  };
}

/** What a call threw, read. */
export function troubleOf(error: unknown): Trouble {
  const thrown = error as Thrown;
  const { error_code: code, description = '', parameters } = thrown.response ?? {};
  // Telegram's own servers answer 5xx when one behind them did not, whatever became of the call.
  if (code !== undefined && code < 500)
    return {
      kind: 'refused',
      code,
      words: tidy(description),
      retryAfter: parameters?.retry_after,
      movedTo: parameters?.migrate_to_chat_id,
    };
  const words = tidy(code === undefined ? (thrown.message ?? '') : `${code} ${description}`);
  const cause = code === undefined ? unreached(thrown, words) : undefined;
  return cause ? { kind: 'unreached', cause, words } : { kind: 'unknown', words };
}

const tidy = (words: string): string =>
  words
    .replace(/^request to \S+ failed, reason: /, '')
    .replace(/bot\d+:[\w-]+/g, 'bot…')
    .replace(/\s+/g, ' ')
    .slice(0, 300);

const NEVER_CONNECTED: [RegExp, Cause][] = [
  [/ENOTFOUND|EAI_AGAIN/, 'address'],
  [/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/, 'refused'],
  [/connect ETIMEDOUT/, 'timeout'],
  [/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/, 'certificate'],
];

function unreached({ code, cause }: Thrown, words: string): Cause | undefined {
  const told = `${String(code)} ${String((cause as Thrown | undefined)?.code)} ${words}`;
  return NEVER_CONNECTED.find(([expression]) => expression.test(told))?.[1];
}

/** Why a bot cannot be read, for those who look after the channel. */
export function failedOf(error: unknown): Failed {
  const trouble = troubleOf(error);
  const detail = trouble.words || 'No words.';
  if (trouble.kind === 'unreached') return { cause: trouble.cause, detail };
  if (trouble.kind === 'unknown') return { cause: /abort|timeout/i.test(detail) ? 'timeout' : 'closed', detail };
  if (trouble.code === 409) return { cause: 'elsewhere', detail };
  return { cause: trouble.code === 401 || trouble.code === 404 ? 'sign-in' : 'other', detail };
}

const WHY: [RegExp, FailureCause][] = [
  [/blocked by the user|bot was kicked|not a member|can't initiate/i, 'blocked'],
  [/chat not found|user is deactivated|chat was deleted|group chat was deactivated|PEER_ID_INVALID/i, 'gone'],
  [/have no rights|not enough rights|CHAT_WRITE_FORBIDDEN|need administrator rights/i, 'refused'],
  [/too large|too big/i, 'size'],
];

/** What delivery does about a message that did not go out. */
export function sendErrorOf(trouble: Trouble): SendError {
  const { kind, words } = trouble;
  if (kind === 'unreached') return new SendError('later', words);
  if (kind === 'unknown') return new SendError('unknown', words);
  if (trouble.code === 429) return new SendError('wait', words, trouble.retryAfter ?? 5);
  // The token was taken back: a matter of settings, which can be mended.
  if (trouble.code === 401 || trouble.code === 404)
    return new SendError('later', words, undefined, undefined, 'access');
  const why = WHY.find(([expression]) => expression.test(words))?.[1];
  return new SendError('failed', words, undefined, undefined, why);
}

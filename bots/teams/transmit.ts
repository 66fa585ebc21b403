import { AsyncLocalStorage } from 'node:async_hooks';
import { SendError } from '../../server/channels/channel.ts';
import { fetchOutside, OutgoingError, type Answer } from '../../server/http/outgoing.ts';
import type { FailureCause } from '../../server/tickets/failure-cause.ts';
import type { Cloud } from './cloud.ts';

interface Headers {
  toJson(options?: { preserveCase?: boolean }): Record<string, string>;
}
interface Request {
  url: string;
  method: string;
  headers: Headers;
  body?: unknown;
}

const TIMEOUT_MS = 15_000;

type Begin = (() => Promise<void>) | undefined;
const begins = new AsyncLocalStorage<Begin>();

/** Runs what posts by the SDK: its request leaves once `begin` says so, when all of it is ready. */
export const beginWith = <T>(begin: Begin, run: () => Promise<T>): Promise<T> => begins.run(begin, run);

/**
 * One attempt, never repeated here: what the Bot Connector refuses, or does not answer, is thrown as what delivery
 * shall do about it. Only a success goes back into the SDK.
 */
export const transmit = (cloud: Cloud) => ({
  async sendRequest<R extends Request>(request: R) {
    await begins.getStore()?.();
    const answer = await fetchOutside({
      url: request.url,
      method: request.method === 'GET' ? 'GET' : 'POST',
      headers: request.headers.toJson(),
      ...(typeof request.body === 'string' ? { body: Buffer.from(request.body) } : {}),
      allowed: allowedFor(request.url, cloud),
      timeoutMs: TIMEOUT_MS,
    }).catch((error: unknown) => {
      throw unanswered(error);
    });
    if (answer.status < 200 || answer.status >= 300) throw refusalOf(answer);
    const headers = { toJson: () => ({ 'content-type': 'application/json' }) } as unknown as R['headers'];
    return { request, status: answer.status, headers, bodyAsText: answer.body.toString('utf8') };
  },
});

/** Which addresses chats have says the Bot Connector under its signature; a named one may lie in our own network. */
export const allowedFor = (url: string, { own, allowed }: Cloud): readonly string[] =>
  own ? [...allowed, new URL(url).hostname] : allowed;

function unanswered(error: unknown): SendError {
  if (!(error instanceof OutgoingError)) return new SendError('later', 'The message could not be handed over.');
  if (error.reason === 'redirect') return new SendError('later', 'Teams sends elsewhere.');
  if (error.reached) return new SendError('unknown', 'Teams was reached and has not answered; it may have arrived.');
  if (error.reason === 'private-address')
    return new SendError('failed', 'The chat’s address lies in a private network (see ALLOW_PRIVATE_HOSTS).');
  return new SendError('later', `Teams could not be reached (${error.reason}).`);
}

/** https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-bot-apis */
const BLOCKED = new Set([
  'BotDisabledByAdmin',
  'ConversationBlockedByUser',
  'BotNotInConversationRoster',
  'MessageWritesBlocked',
]);
const REFUSED: Partial<Record<number, [outcome: 'failed' | 'later', why: FailureCause | undefined]>> = {
  400: ['failed', undefined],
  401: ['later', 'access'],
  403: ['failed', 'blocked'],
  404: ['failed', 'gone'],
  410: ['failed', 'gone'],
  413: ['failed', 'size'],
};

/** 412, 429 and 5xx go again, as the documentation wants it; so does what a new token may mend. */
function refusalOf({ status, headers, body }: Answer): SendError {
  const code = codeIn(body);
  const [outcome, why] = BLOCKED.has(code) ? (['failed', 'blocked'] as const) : (REFUSED[status] ?? ['later', 'busy']);
  const retryAfter = Number(headers['retry-after']);
  const wait = retryAfter > 0 ? Math.min(retryAfter, 3_600) : undefined;
  return new SendError(outcome, `Teams answered ${[status, code].filter(Boolean).join(' ')}.`, wait, undefined, why);
}

/** Its own word for what is wrong; only what looks like one, since texts may name people. */
function codeIn(body: Buffer): string {
  try {
    const { error } = JSON.parse(body.toString('utf8')) as { error?: { code?: unknown } };
    return typeof error?.code === 'string' && /^\w{1,60}$/.test(error.code) ? error.code : '';
  } catch {
    return '';
  }
}

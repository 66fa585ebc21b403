import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from '../../../context.ts';
import type { Failed } from '../../cause.ts';
import { causeOf } from '../cause.ts';
import { dueInMs, freshTokens } from './tokens.ts';

/** A mailbox that is closed to us shows within this time, whether or not anything else uses it. */
const LOOK_MS = 30_000;
const RETRY_MS = 5_000;

/** Renews a mailbox's tokens in time, and tells when that does not go, until it is stopped. */
export function keepFresh(
  context: Context,
  account: string,
  onState: (state: 'up' | 'down', failed?: Failed) => void,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = (async () => {
    while (!signal.aborted) {
      let waitMs = LOOK_MS;
      try {
        const tokens = await freshTokens(context, account);
        waitMs = Math.min(LOOK_MS, Math.max(100, dueInMs(context, tokens)));
        onState('up');
      } catch (error) {
        waitMs = RETRY_MS;
        onState('down', causeOf(error as Error));
      }
      await delay(waitMs, undefined, { signal }).catch(() => undefined);
    }
  })();
  return {
    stop: () => (stopping.abort(), running),
  };
}

import { restartAccount } from '../channels/restart.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { channelStates } from './ready.ts';

/**
 * Tries an account again that has failed, now and not when its next attempt is due. Fails `not-found`, and
 * `illegal-step` when it has not failed: nobody is cut off from what works.
 */
export async function retryAccount(context: Context, channel: string, account: string): Promise<void> {
  const state = channelStates(context).find((one) => one.channel === channel && one.account === account);
  if (!state) fail('not-found');
  if (state.state !== 'down') fail('illegal-step', 'This channel has not failed.');
  await restartAccount(context, account, channel);
}

import type { Context } from '../context.ts';
import { endLeases } from '../lease.ts';
import type { Living } from '../living.ts';
import { allAccounts } from '../settings/accounts.ts';
import { inheritDeliveries } from './delivery.ts';

/**
 * Before anything runs: the channels know their accounts, for what waits to be read and sent may go at once, and what a
 * process held that was killed is free.
 */
export async function takeUp(context: Context, { dead, bury }: Living): Promise<void> {
  for (const account of await allAccounts(context)) context.channels.get(account.channel)?.prepare?.(account);
  if (dead.length === 0) return;
  await endLeases(context, dead);
  await inheritDeliveries(context, dead);
  bury();
}

import type { Context } from '../context.ts';
import { allAccounts } from '../settings/accounts.ts';

/** Reaction: an account made or changed in the settings takes effect; only its own adapter is touched. */
export async function restartAccount(context: Context, id: string): Promise<void> {
  const account = (await allAccounts(context)).find((one) => one.id === id);
  const channel = account && context.channels.get(account.channel);
  if (!channel) return;
  await channel.stop(account);
  await channel.start(account);
}

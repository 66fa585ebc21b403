import type { Context } from '../context.ts';
import { allAccounts } from '../settings/accounts.ts';

/**
 * An account made or changed in the settings takes effect, or is tried again; only its own adapter is touched. Of those
 * made by the environment `name` says which channel's.
 */
export async function restartAccount(context: Context, id: string, name?: string): Promise<void> {
  const account = (await allAccounts(context)).find((one) => one.id === id && (!name || one.channel === name));
  const channel = account && context.channels.get(account.channel);
  if (!channel) return;
  await channel.stop(account);
  await channel.start(account);
}

/** What is said of the shop takes effect in its mails. */
export async function restartMailboxes(context: Context): Promise<void> {
  for (const { id, channel } of await allAccounts(context))
    if (channel === 'email') await restartAccount(context, id, channel);
}

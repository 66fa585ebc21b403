import type { Account, ChannelName } from '../channels/channel.ts';
import type { Config } from '../config.ts';

/** The accounts made by environment, one a channel, all with the id `env`. */
export function environmentAccounts(config: Config): Account[] {
  const account = (channel: ChannelName, name: string, address?: string): Account => ({
    id: 'env',
    channel,
    name,
    ...(address ? { address } : {}),
  });
  return [
    ...(config.mail.address ? [account('email', config.mail.address, config.mail.address)] : []),
    account('webchat', 'Web chat'),
    account('form', 'Request form'),
    account('api', 'API'),
  ];
}

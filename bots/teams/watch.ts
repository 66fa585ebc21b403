import type { States } from '../../server/channels/states.ts';
import type { Keys } from './keys.ts';
import { failureOf } from './probe.ts';
import type { Access } from './token.ts';

/** How often a bot that works, and one that does not, is looked at. */
const WELL_MS = 600_000;
const ILL_MS = 30_000;

/** Looks from time to time whether the Bot Connector gives the bot access and its keys can be had. */
export function watchBot(account: string, { access, keys, states }: { access: Access; keys: Keys; states: States }) {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const look = async (): Promise<void> => {
    const [token, published] = await Promise.all([failureOf(access.token()), failureOf(keys.load())]);
    if (stopped) return;
    states.set(account, 'access', token ? 'down' : 'up', token);
    states.set(account, 'keys', published ? 'down' : 'up', published);
    timer = setTimeout(() => void look(), token || published ? ILL_MS : WELL_MS).unref();
  };
  states.set(account, 'access', 'connecting');
  void look();
  return {
    stop(): void {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

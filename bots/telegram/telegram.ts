import { createHash, timingSafeEqual } from 'node:crypto';
import type { Update } from 'telegraf/types';
import { SendError, type Account, type Channel, type ChannelState } from '../../server/channels/channel.ts';
import type { Failed } from '../../server/channels/cause.ts';
import { createStates, type States } from '../../server/channels/states.ts';
import type { Context } from '../../server/context.ts';
import { fail } from '../../server/errors.ts';
import { environmentAccounts } from '../../server/settings/accounts.ts';
import type { Bot } from './bot.ts';
import { interpretUpdate } from './interpret.ts';

export interface TelegramChannel extends Channel {
  readonly name: 'telegram';
  /** An update that Telegram has brought, with the secret that it showed; resolves when it is in the ledger. */
  take(secret: string | undefined, update: Update): Promise<void>;
  /** `name` of the bot of an account, once Telegram has told it. */
  usernameOf(account: string): string | undefined;
}

/** Where Telegram brings updates when the desk has an address that it can reach. */
export const WEBHOOK_PATH = '/channels/telegram';

/**
 * Telegram: several bots. What talks to it is loaded for the first of them: a desk without bots pays nothing. A message
 * has no key by which Telegram would know it again, so one that may have arrived is never repeated by itself.
 */
export function createTelegramChannel(context: Context): TelegramChannel {
  const states = createStates(context, 'telegram');
  const bots = new Map<string, Bot>();
  const accounts = new Map<string, Account>();

  const cannotSend = (id: string): string | undefined => {
    const account = accounts.get(id) ?? environmentAccounts(context.config).find(isOurs(id));
    if (!account?.telegram) return 'This bot is not set up any more (TELEGRAM_BOT_TOKEN, or Settings).';
    return account.enabled ? undefined : 'This bot is switched off.';
  };
  return {
    name: 'telegram',
    idempotentSend: false,
    prepare: (account) => void accounts.set(account.id, account),
    async start(account) {
      accounts.set(account.id, account);
      const bot = await startBot(context, account, states);
      if (bot) bots.set(account.id, bot);
    },
    async stop({ id }) {
      const bot = bots.get(id);
      bots.delete(id);
      await bot?.stop();
      states.clear(id);
    },
    interpret: interpretUpdate,
    async refetch({ account, raw }) {
      const bot = bots.get(account) ?? fail('not-ready');
      return await bot.refetch(raw);
    },
    async send(message) {
      const bot = bots.get(message.account);
      const reason = cannotSend(message.account);
      if (reason) throw new SendError('failed', reason);
      // The process begins or ends: it goes when the bot runs.
      if (!bot) throw new SendError('wait', 'This bot does not run yet.', 1);
      const result = await bot.sender.send(message);
      states.saw(message.account, 'out');
      return result;
    },
    cannotSend,
    states: (): ChannelState[] => states.all(),
    typing(to, on, { account }) {
      if (on) bots.get(account)?.sender.typing(to);
    },
    forget() {
      for (const bot of bots.values()) bot.sender.forget();
    },
    usernameOf: (account) => bots.get(account)?.username,
    async take(secret, update) {
      const bot = [...bots.values()].find(({ options }) => isSecret(options.webhook?.secret, secret));
      await (bot ?? fail('forbidden')).take(update);
    },
  };
}

/** Undefined where it is switched off or removed. */
async function startBot(context: Context, account: Account, states: States): Promise<Bot | undefined> {
  const { id, enabled, telegram } = account;
  if (!enabled || !telegram) return undefined;
  const { Bot: Started } = await import('./bot.ts');
  const options = {
    webhook: webhookOf(context, account),
    onState: (state: ChannelState['state'], failed?: Failed) => states.set(id, 'updates', state, failed),
    onUpdate: () => states.saw(id, 'in'),
  };
  return new Started(context, { ...account, telegram }, options);
}

/** Asked before anything runs, too: by those who look after the desk. */
const isOurs =
  (id: string) =>
  (account: Account): boolean =>
    account.channel === 'telegram' && account.id === id;

/** Telegram calls only https. Each bot has a secret of its own, by which it is known whose update comes. */
function webhookOf({ config, vault }: Context, { id, telegram }: Account): { url: string; secret: string } | undefined {
  if (!config.publicUrl.startsWith('https://')) return undefined;
  const own = id === 'env' ? config.telegram.webhookSecret : undefined;
  const secret = own ?? vault.sign('telegram webhook', `${id} ${telegram?.token ?? ''}`);
  return { url: config.publicUrl + WEBHOOK_PATH, secret };
}

/** In constant time, whatever their lengths are. */
function isSecret(ours: string | undefined, theirs: string | undefined): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return ours !== undefined && theirs !== undefined && timingSafeEqual(digest(ours), digest(theirs));
}

/** Telegram among the channels of a context. Throws when app.ts did not put it there. */
export function telegramOf(context: Context): TelegramChannel {
  const channel = context.channels.get('telegram');
  if (!channel || !('usernameOf' in channel)) throw new Error('Telegram is not among the channels');
  return channel as TelegramChannel;
}

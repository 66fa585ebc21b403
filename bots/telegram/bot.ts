import { setTimeout as delay } from 'node:timers/promises';
import type { Update } from 'telegraf/types';
import { createBacklog } from '../../server/channels/backlog.ts';
import type { Failed } from '../../server/channels/cause.ts';
import type { Account } from '../../server/channels/channel.ts';
import type { Context } from '../../server/context.ts';
import { fail } from '../../server/errors.ts';
import { createApi, type BotApi } from './api.ts';
import { refetched } from './files.ts';
import { createKeeper, type Keeper } from './keep.ts';
import { createSender, type Sender } from './send.ts';
import { failedOf, troubleOf } from './trouble.ts';
import { askForUpdates } from './updates.ts';

/** What a bot tells of itself. */
export interface BotOptions {
  /** Where Telegram brings updates, and the secret that it shows; absent: they are fetched. */
  webhook: { url: string; secret: string } | undefined;
  onState(state: 'connecting' | 'up' | 'down', failed?: Failed): void;
  onUpdate(): void;
}

/** What the desk wants to hear of. */
const UPDATES = ['message', 'edited_message', 'callback_query'] as const;
/** Seconds that Telegram holds a question for updates open. */
const POLL_S = 50;
/** How often Telegram is asked how its webhook does. */
const CHECK_MS = 60_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;
/** Updates that are kept and wait to be worked on. */
const BACKLOG = 200;

/** One bot at work: fetches updates, or has them brought; comes back with backoff after every failure. */
export class Bot {
  readonly sender: Sender;
  readonly options: BotOptions;
  /** `@name`, once Telegram has told it. */
  username: string | undefined;
  private readonly context: Context;
  private readonly account: Account;
  private readonly api: BotApi;
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;
  private readonly backlog = createBacklog(BACKLOG);
  private keeper: Keeper | undefined;
  private failures = 0;

  constructor(context: Context, account: Account & { telegram: { token: string } }, options: BotOptions) {
    this.context = context;
    this.account = account;
    this.options = options;
    this.api = createApi(account.telegram.token, context.config.telegram.apiRoot);
    this.sender = createSender(context, this.api, account.address ?? '');
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Takes an update that was brought. Rejects when it is not in the ledger: Telegram brings it again. */
  async take(update: Update): Promise<void> {
    const kept = await (this.keeper ?? fail('not-ready')).keep(update);
    if (!kept) return;
    this.options.onUpdate();
    this.backlog.add(kept.done);
    if ('callback_query' in update && !kept.duplicate) this.acknowledge(update.callback_query);
  }

  /** An item of the ledger with what can be had of its files by now. */
  refetch(raw: Buffer): Promise<Buffer> {
    return refetched(this.api, raw, this.stopping.signal);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      this.options.onState('connecting');
      let wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.failures++);
      try {
        await this.session();
      } catch (error) {
        if (signal.aborted) return;
        const trouble = troubleOf(error);
        if (trouble.kind === 'refused') wait = Math.max(wait, (trouble.retryAfter ?? 0) * 1000);
        this.context.log.warn({ account: this.account.id, reason: trouble.words }, 'the bot cannot be read');
        this.options.onState('down', failedOf(error));
      }
      await delay(wait, undefined, { signal }).catch(() => undefined);
    }
  }

  private async session(): Promise<void> {
    const { api, context, options } = this;
    const { signal } = this.stopping;
    const me = await api.call('getMe', {} as never, { signal });
    this.username = me.username;
    const bot = { id: me.id, username: me.username };
    this.keeper = createKeeper(context, { account: this.account.id, api, bot, signal });
    if (options.webhook) await this.haveBrought(options.webhook);
    else await this.fetch();
  }

  /**
   * Asks with the next offset only when all that came is in the ledger: that confirms it, and Telegram forgets it
   * (https://core.telegram.org/bots/api#getupdates).
   */
  private async fetch(): Promise<void> {
    const {
      api,
      stopping: { signal },
    } = this;
    let offset: { offset: number } | undefined;
    for (let timeout = 0; !signal.aborted; timeout = POLL_S) {
      await this.backlog.room();
      const asked = { ...offset, limit: 100, timeout, allowed_updates: UPDATES };
      const updates = await askForUpdates(api, asked, { signal, seconds: POLL_S + 25 });
      this.failures = 0;
      this.options.onState('up');
      const taken = await Promise.allSettled(updates.map((update) => this.take(update)));
      for (const one of taken) if (one.status === 'rejected') throw one.reason;
      const last = updates.at(-1);
      if (last) offset = { offset: last.update_id + 1 };
    }
  }

  /** Once set it stays; from time to time Telegram is asked whether it can bring what it has. */
  private async haveBrought({ url, secret }: { url: string; secret: string }): Promise<void> {
    const {
      api,
      stopping: { signal },
    } = this;
    await api.call('setWebhook', { url, secret_token: secret, allowed_updates: UPDATES }, { signal });
    for (;;) {
      const info = await api.call('getWebhookInfo', {} as never, { signal });
      if (info.url !== url) throw new Error('The webhook of this bot was set to another address.');
      this.failures = 0;
      const { last_error_message: words, last_error_date: at = 0, pending_update_count: pending } = info;
      const recent = this.context.clock.now().getTime() - at * 1000 < 2 * CHECK_MS;
      if (words && recent && pending > 0) this.options.onState('down', { cause: 'other', detail: words });
      else this.options.onState('up');
      await delay(CHECK_MS, undefined, { signal });
    }
  }

  /** The button stops turning, and cannot be pressed again. Nothing hangs on it: the choice is in the ledger. */
  private acknowledge(query: Extract<Update, { callback_query: unknown }>['callback_query']): void {
    void this.api.call('answerCallbackQuery', { callback_query_id: query.id }).catch(() => undefined);
    const { chat, message_id: id } = query.message ?? {};
    if (chat && id)
      void this.api.call('editMessageReplyMarkup', { chat_id: chat.id, message_id: id }).catch(() => undefined);
  }
}

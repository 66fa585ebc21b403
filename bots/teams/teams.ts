import type { Context } from '../../server/context.ts';
import {
  SendError,
  type Account,
  type Channel,
  type RawItem,
  type SendResult,
  type TeamsSettings,
} from '../../server/channels/channel.ts';
import { filePath } from '../../server/channels/files.ts';
import { createStates } from '../../server/channels/states.ts';
import { fail } from '../../server/errors.ts';
import { environmentAccounts } from '../../server/settings/accounts.ts';
import type { Interpretation, OutboundMessage } from '../../server/tickets/envelopes.ts';
import { idOf, readChat, type Activity } from './activity.ts';
import { cloudOf, type Cloud } from './cloud.ts';
import { composeActivities } from './compose.ts';
import type { Connector } from './connector.ts';
import { fetchFiles } from './files.ts';
import { interpretActivity } from './interpret.ts';
import { prove, TokenRefused } from './jwt.ts';
import { createKeys, type Keys } from './keys.ts';
import { isAllowed, isForUs, takeIn } from './take.ts';
import { createAccess, type Access } from './token.ts';
import { watchBot } from './watch.ts';

/** One bot that is switched on. */
interface Bot {
  account: string;
  credentials: TeamsSettings;
  access: Access;
  connector?: Promise<Connector>;
  watcher: { stop(): void };
}

/** How long a file that went along as a link can be fetched. */
const LINK_DAYS = 30;
/** So seldom at most is a chat told that somebody types: it shows for a few seconds. */
const TYPING_MS = 3_000;

/** Microsoft Teams: any number of bots behind one endpoint. A message has no name of its own there: it goes once. */
export class TeamsChannel implements Channel {
  readonly name = 'teams';
  readonly idempotentSend = false;
  readonly showsForms = true;
  private readonly context: Context;
  private readonly cloud: Cloud;
  private readonly keys: Keys;
  private readonly doorStates;
  private readonly assistant: () => boolean;
  /** What is known of each account, whether it runs or not. */
  private readonly accounts = new Map<string, Account>();
  private readonly bots = new Map<string, Bot>();
  private readonly typed = new Map<string, number>();

  constructor(context: Context, { assistant = () => true }: { assistant?: () => boolean } = {}) {
    this.context = context;
    this.assistant = assistant;
    this.cloud = cloudOf(context.config);
    this.keys = createKeys(context.clock, this.cloud);
    this.doorStates = createStates(context, 'teams');
  }

  prepare(account: Account): void {
    this.accounts.set(account.id, account);
  }

  async start(account: Account): Promise<void> {
    this.prepare(account);
    const { id, enabled, teams } = account;
    if (!enabled || !teams) return;
    const access = createAccess(this.context.clock, this.cloud, teams);
    const watcher = watchBot(id, { access, keys: this.keys, states: this.doorStates });
    this.bots.set(id, { account: id, credentials: teams, access, watcher });
  }

  async stop({ id }: Account): Promise<void> {
    this.bots.get(id)?.watcher.stop();
    this.bots.delete(id);
    this.doorStates.clear(id);
  }

  /** A request to the endpoint; resolves when it is in the ledger. Rejects with TokenRefused, and fails `not-ready`. */
  async take(authorization: string | undefined, activity: Activity, raw: Buffer): Promise<void> {
    const bots = [...this.bots.values()];
    const apps = new Set(bots.map(({ credentials }) => credentials.appId));
    const now = Math.floor(this.context.clock.now().getTime() / 1000);
    const { appId } = await prove(authorization, activity, { keys: this.keys, apps, now }).catch((error: unknown) => {
      if (error instanceof TokenRefused) throw error;
      return fail('not-ready', 'The keys of the Bot Connector are not to be had.');
    });
    const bot = bots.find(({ credentials }) => credentials.appId === appId);
    if (!bot || !isAllowed(bot.credentials, activity)) throw new TokenRefused('tenant', true);
    if (!isForUs(activity)) return;
    await takeIn(this.context, { account: bot.account, assistant: this.assistant() }, activity, raw);
    this.doorStates.saw(bot.account, 'in');
  }

  interpret(item: RawItem): Promise<Interpretation> {
    const access = this.bots.get(item.account)?.access;
    return interpretActivity(item, (activity) => fetchFiles(activity, { cloud: this.cloud, access }));
  }

  async send(message: OutboundMessage): Promise<SendResult> {
    const chat = readChat(message.to);
    const reason = this.cannotSend(message.account);
    if (reason) throw new SendError('failed', reason);
    const bot = this.bots.get(message.account);
    // The process begins or ends: it goes when the bot runs.
    if (!bot) throw new SendError('wait', 'This bot does not run yet.', 1);
    if (!chat)
      throw new SendError('failed', 'Nothing is known of a chat with this customer.', undefined, undefined, 'gone');
    const activities = await composeActivities(message, ({ id }) => this.linkTo(message.messageId, id));
    const connector = await this.connectorOf(bot);
    const sent = [...(message.sentParts ?? [])];
    for (const activity of activities.slice(sent.length)) {
      const id = idOf(chat, await connector.post(chat, activity, message.lastStep));
      sent.push(id);
      if (sent.length < activities.length) await message.keepPart?.(id);
    }
    this.doorStates.saw(bot.account, 'out');
    return { externalId: sent.at(-1) ?? '' };
  }

  cannotSend(id: string): string | undefined {
    const made = environmentAccounts(this.context.config).find((one) => one.channel === 'teams' && one.id === id);
    const { enabled, teams } = this.accounts.get(id) ?? made ?? {};
    return enabled && teams ? undefined : 'This Teams bot is not set up, or switched off.';
  }

  states() {
    return this.doorStates.all();
  }

  typing(to: string, on: boolean, { account }: { account: string }): void {
    const [chat, bot] = [readChat(to), this.bots.get(account)];
    const now = this.context.clock.now().getTime();
    if (!on || !chat || !bot || Math.abs(now - (this.typed.get(to) ?? 0)) < TYPING_MS) return;
    if (this.typed.size > 1_000) this.typed.clear();
    this.typed.set(to, now);
    // Nobody misses one that does not arrive.
    void this.connectorOf(bot)
      .then((connector) => connector.post(chat, { type: 'typing' }))
      .catch(() => undefined);
  }

  private linkTo(message: string, file: string): string {
    return this.context.config.publicUrl + filePath(this.context, message, file, LINK_DAYS);
  }

  /** Loaded with the first word that goes out, and tried again where that failed. */
  private async connectorOf(bot: Bot): Promise<Connector> {
    const load = async () => {
      const { createConnector } = await import('./connector.ts');
      return await createConnector(bot.credentials.appId, bot.access, this.cloud);
    };
    bot.connector ??= load();
    try {
      return await bot.connector;
    } catch (error) {
      delete bot.connector;
      throw error;
    }
  }
}

/** The Teams channel among the channels of a context. Throws when app.ts did not put it there. */
export function teamsOf(context: Context): TeamsChannel {
  const channel = context.channels.get('teams');
  if (!(channel instanceof TeamsChannel)) throw new Error('Teams is not among the channels');
  return channel;
}

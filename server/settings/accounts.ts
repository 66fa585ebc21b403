import { Types } from 'mongoose';
import type { Account, ChannelName, MailSettings } from '../channels/channel.ts';
import type { Config } from '../config.ts';
import { listOf } from '../config-mail.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { asBytes } from '../vault/sealed.ts';
import { Accounts, boundTo, type AccountDoc } from './account-model.ts';
import type { ShopFacts } from './shop-model.ts';
import { allLetterheads } from './letterheads.ts';
import { shopFacts } from './shop.ts';
import { shopValues } from '../messages/shop-values.ts';

/** The member of an account that holds what its channel needs to know, secrets included; sealed as a whole. */
const SETTINGS = { email: 'mail', telegram: 'telegram', teams: 'teams' } as const;
/** Channels whose accounts are made in the settings. */
export type SetUpChannel = keyof typeof SETTINGS;
type Settings = (typeof SETTINGS)[SetUpChannel];

/** What an admin says of an account. */
export interface AccountInput<Channel extends SetUpChannel> {
  name: string;
  address: string;
  enabled: boolean;
  settings: NonNullable<Account[(typeof SETTINGS)[Channel]]>;
}

/** The accounts made by environment, one a channel, all with the id `env`. */
export function environmentAccounts(config: Config): Account[] {
  const account = (channel: ChannelName, name: string): Account => ({ id: 'env', channel, name, enabled: true });
  const { address, imapUrl, smtpUrl, smtpInPort, imapSince, imapMoveTo } = config.mail;
  const { token } = config.telegram;
  const mail: MailSettings = {
    door: smtpInPort !== undefined,
    since: imapSince,
    ...(imapMoveTo ? { moveTo: imapMoveTo } : {}),
    ...(imapUrl ? { imapUrl } : {}),
    ...(smtpUrl ? { smtpUrl } : {}),
  };
  return [
    ...(address ? [{ ...account('email', address), address, mail }] : []),
    ...(token ? [{ ...account('telegram', 'Telegram'), address: botIdOf(token), telegram: { token } }] : []),
    ...(config.teams ? [{ ...account('teams', 'Microsoft Teams'), ...teamsOf(config.teams) }] : []),
    account('webchat', 'Web chat'),
    account('form', 'Request form'),
    account('api', 'API'),
  ];
}

/** A bot's id, which its token begins with. */
export const botIdOf = (token: string): string => token.split(':', 1)[0] ?? '';

const teamsOf = ({ appId, appPassword, tenantId }: NonNullable<Config['teams']>) => ({
  address: appId.toLowerCase(),
  teams: { appId: appId.toLowerCase(), appPassword, tenants: listOf(tenantId) },
});

/** Every account, by environment and by settings, the switched-off and removed ones included. */
export async function allAccounts(context: Context): Promise<Account[]> {
  const stored = await Accounts(context).find().sort({ _id: 1 }).lean<AccountDoc[]>();
  const letterheads = await allLetterheads(context);
  const shop = await shopFacts(context);
  const accounts = [...environmentAccounts(context.config), ...stored.map((doc) => toAccount(context, doc))];
  return accounts.map((account) => {
    if (!account.mail) return account;
    const letterhead = letterheads.get(account.id);
    return { ...account, ...ofShop(account, shop), ...(letterhead ? { letterhead } : {}) };
  });
}

/** A mailbox that nobody has named writes as the shop; the first language offered is its own. */
function ofShop({ name, address }: Account, shop: ShopFacts): Partial<Account> {
  const sender = shop.senderName || shop.name;
  const [locale] = shop.languages;
  return {
    ...(sender && name === address ? { name: sender } : {}),
    ...(locale ? { locale } : {}),
    shop: shopValues(shop),
  };
}

/** One account of that channel, made in the settings. Fails `not-found`. */
export async function accountById(context: Context, channel: SetUpChannel, id: string): Promise<Account> {
  const doc = Types.ObjectId.isValid(id)
    ? await Accounts(context).findOne({ _id: id, channel, removedAt: null }).lean<AccountDoc>()
    : null;
  return toAccount(context, doc ?? fail('not-found'));
}

/** Adds an account. Fails `already-exists` when its address is taken. */
export async function addAccount<Channel extends SetUpChannel>(
  context: Context,
  channel: Channel,
  input: AccountInput<Channel>,
): Promise<Account> {
  const _id = new Types.ObjectId();
  refuseEnvironmentAddress(context, channel, input);
  const doc: AccountDoc = {
    _id,
    v: 1,
    channel,
    removedAt: null,
    createdAt: context.clock.now(),
    ...fieldsOf(context, _id, input),
  };
  await written(() => Accounts(context).collection.insertOne(doc as never));
  await context.events.emit('account.changed', { account: String(_id) });
  return toAccount(context, doc);
}

/** Changes an account; what was sealed before goes. Fails `not-found` and `already-exists`. */
export async function changeAccount<Channel extends SetUpChannel>(
  context: Context,
  channel: Channel,
  id: string,
  input: AccountInput<Channel>,
): Promise<Account> {
  const _id = new Types.ObjectId((await accountById(context, channel, id)).id);
  refuseEnvironmentAddress(context, channel, input);
  await written(() => Accounts(context).updateOne({ _id, removedAt: null }, { $set: fieldsOf(context, _id, input) }));
  await context.events.emit('account.changed', { account: id });
  return await accountById(context, channel, id);
}

/** Removes an account and its secrets; the tickets that came through it stay. Fails `not-found`. */
export async function removeAccount(context: Context, channel: SetUpChannel, id: string): Promise<void> {
  await accountById(context, channel, id);
  await Accounts(context).updateOne(
    { _id: new Types.ObjectId(id) },
    { $set: { removedAt: context.clock.now(), enabled: false }, $unset: { settings: 1 } },
  );
  await context.events.emit('account.changed', { account: id });
}

function toAccount(context: Context, doc: AccountDoc): Account {
  const { _id, channel, name, address, enabled, removedAt, settings } = doc;
  const bytes = asBytes(settings);
  const member: Settings | undefined = SETTINGS[channel as SetUpChannel];
  const of = member && bytes && { [member]: JSON.parse(context.vault.openInstance(boundTo(_id), bytes).toString()) };
  return {
    id: String(_id),
    channel,
    name,
    address,
    enabled: enabled && removedAt === null,
    ...of,
  };
}

function fieldsOf(
  context: Context,
  id: Types.ObjectId,
  { name, address, enabled, settings }: AccountInput<SetUpChannel>,
) {
  return {
    name,
    address: address.toLowerCase(),
    enabled,
    settings: context.vault.sealInstance(boundTo(id), JSON.stringify(settings)),
  };
}

function refuseEnvironmentAddress(context: Context, channel: SetUpChannel, { address }: { address: string }): void {
  const known = environmentAccounts(context.config).find((account) => account.channel === channel);
  if (known?.address === address.toLowerCase()) fail('already-exists', 'This address is set up in the environment.');
}

async function written(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if ((error as { code?: number }).code === 11000)
      fail('already-exists', 'There is an account of this address already.');
    throw error;
  }
}

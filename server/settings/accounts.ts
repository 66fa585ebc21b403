import { Types } from 'mongoose';
import type { Account, ChannelName, MailSettings } from '../channels/channel.ts';
import type { Config } from '../config.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { asBytes } from '../vault/sealed.ts';
import { Accounts, boundTo, type AccountDoc } from './account-model.ts';
import { allLetterheads } from './letterheads.ts';

/** What an admin says of a mailbox. */
export interface MailboxInput {
  name: string;
  address: string;
  enabled: boolean;
  mail: MailSettings;
}

/** The accounts made by environment, one a channel, all with the id `env`. */
export function environmentAccounts(config: Config): Account[] {
  const account = (channel: ChannelName, name: string): Account => ({ id: 'env', channel, name, enabled: true });
  const { address, imapUrl, smtpUrl, smtpInPort, imapSince, imapMoveTo } = config.mail;
  const mail: MailSettings = {
    door: smtpInPort !== undefined,
    since: imapSince,
    ...(imapMoveTo ? { moveTo: imapMoveTo } : {}),
    ...(imapUrl ? { imapUrl } : {}),
    ...(smtpUrl ? { smtpUrl } : {}),
  };
  return [
    ...(address ? [{ ...account('email', address), address, mail }] : []),
    account('webchat', 'Web chat'),
    account('form', 'Request form'),
    account('api', 'API'),
  ];
}

/** Every account, by environment and by settings, the switched-off and removed ones included. */
export async function allAccounts(context: Context): Promise<Account[]> {
  const stored = await Accounts(context).find().sort({ _id: 1 }).lean<AccountDoc[]>();
  const letterheads = await allLetterheads(context);
  const accounts = [...environmentAccounts(context.config), ...stored.map((doc) => toAccount(context, doc))];
  return accounts.map((account) => {
    const letterhead = account.mail && letterheads.get(account.id);
    return letterhead ? { ...account, letterhead } : account;
  });
}

/** One account made in the settings. Fails `not-found`. */
export async function accountById(context: Context, id: string): Promise<Account> {
  const doc = Types.ObjectId.isValid(id)
    ? await Accounts(context).findOne({ _id: id, removedAt: null }).lean<AccountDoc>()
    : null;
  return toAccount(context, doc ?? fail('not-found'));
}

/** Adds a mailbox. Fails `already-exists` when its address is taken. */
export async function addMailbox(context: Context, input: MailboxInput): Promise<Account> {
  const _id = new Types.ObjectId();
  refuseEnvironmentAddress(context, input);
  const doc: AccountDoc = {
    _id,
    v: 1,
    channel: 'email',
    removedAt: null,
    createdAt: context.clock.now(),
    ...fieldsOf(context, _id, input),
  };
  await written(() => Accounts(context).collection.insertOne(doc as never));
  await context.events.emit('account.changed', { account: String(_id) });
  return toAccount(context, doc);
}

/** Changes a mailbox; what was sealed before goes. Fails `not-found` and `already-exists`. */
export async function changeMailbox(context: Context, id: string, input: MailboxInput): Promise<Account> {
  const _id = new Types.ObjectId((await accountById(context, id)).id);
  refuseEnvironmentAddress(context, input);
  await written(() => Accounts(context).updateOne({ _id, removedAt: null }, { $set: fieldsOf(context, _id, input) }));
  await context.events.emit('account.changed', { account: id });
  return await accountById(context, id);
}

/** Removes a mailbox and its passwords; the tickets that came through it stay. Fails `not-found`. */
export async function removeMailbox(context: Context, id: string): Promise<void> {
  await accountById(context, id);
  await Accounts(context).updateOne(
    { _id: new Types.ObjectId(id) },
    { $set: { removedAt: context.clock.now(), enabled: false }, $unset: { settings: 1 } },
  );
  await context.events.emit('account.changed', { account: id });
}

function toAccount(context: Context, doc: AccountDoc): Account {
  const { _id, channel, name, address, enabled, removedAt, settings } = doc;
  const bytes = asBytes(settings);
  const mail = bytes && (JSON.parse(context.vault.openInstance(boundTo(_id), bytes).toString()) as MailSettings);
  return {
    id: String(_id),
    channel,
    name,
    address,
    enabled: enabled && removedAt === null,
    ...(mail ? { mail } : {}),
  };
}

function fieldsOf(context: Context, id: Types.ObjectId, { name, address, enabled, mail }: MailboxInput) {
  return {
    name,
    address: address.toLowerCase(),
    enabled,
    settings: context.vault.sealInstance(boundTo(id), JSON.stringify(mail)),
  };
}

function refuseEnvironmentAddress(context: Context, { address }: MailboxInput): void {
  if (context.config.mail.address === address.toLowerCase())
    fail('already-exists', 'This address is set up by MAIL_ADDRESS in the environment.');
}

async function written(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if ((error as { code?: number }).code === 11000) fail('already-exists', 'This address has a mailbox already.');
    throw error;
  }
}

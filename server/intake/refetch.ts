import type { Context } from '../context.ts';
import type { Channel, ChannelName, RawItem } from '../channels/channel.ts';
import { fail } from '../errors.ts';
import type { InboundMessage } from '../tickets/envelopes.ts';
import type { MessageDoc } from '../tickets/message-model.ts';
import { markWhole, regain } from '../tickets/regain.ts';
import { Intake, type IntakeDoc } from './model.ts';
import { isDropped, openRaw } from './raw.ts';

/**
 * Asks the channel once more for the files that a message was without. What still is not to be had stays missing. Fails
 * `illegal-step` where none is missing, `erased` and `not-ready`.
 */
export async function refetch(context: Context, message: MessageDoc): Promise<void> {
  if (!message.missing || message.deletedAt || message.redacted) return fail('illegal-step');
  const items = await Intake(context).find({ ticket: message.ticket, message: message._id }).lean<IntakeDoc[]>();
  const left = await Promise.all(items.map((item) => again(context, message, item)));
  if (!left.includes(true)) await markWhole(context, message);
  const { ticket, _id } = message;
  await context.events.emit('message.changed', { ticket: String(ticket), message: String(_id) });
}

/** True when files of this item are missing still. */
async function again(context: Context, message: MessageDoc, doc: IntakeDoc): Promise<boolean> {
  const channel = context.channels.get(doc.channel);
  if (isDropped(doc)) return fail('erased');
  const item = await itemOf(context, doc);
  const before = await saidBy(channel, item);
  if (!channel?.refetch || !before?.missing) return false;
  const after = await saidBy(channel, { ...item, raw: await channel.refetch(item) });
  if (!after) return true;
  await regain(context, message, { before, after, origin: String(doc._id) });
  return after.missing === true;
}

async function itemOf(context: Context, doc: IntakeDoc): Promise<RawItem> {
  const { raw, meta } = await openRaw(context, doc);
  const { account, receivedAt } = doc;
  return { id: String(doc._id), account, channel: doc.channel as ChannelName, raw, receivedAt, meta };
}

async function saidBy(channel: Channel | undefined, item: RawItem): Promise<InboundMessage | undefined> {
  const made = await channel?.interpret(item);
  return made?.outcome === 'message' ? made.message : undefined;
}

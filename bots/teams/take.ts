import { createHash } from 'node:crypto';
import type { TeamsSettings } from '../../server/channels/channel.ts';
import type { Context } from '../../server/context.ts';
import { record } from '../../server/intake/record.ts';
import { happened, isPersonal, tenantOf, type Activity } from './activity.ts';
import { choiceIn } from './card.ts';
import { mentionsBot } from './text.ts';

/** Whether somebody of this organisation may use the bot. */
export function isAllowed({ tenants }: TeamsSettings, activity: Activity): boolean {
  const tenant = tenantOf(activity)?.toLowerCase();
  return tenants.length === 0 || (tenant !== undefined && tenants.some((one) => one.toLowerCase() === tenant));
}

/**
 * Whether an activity is kept: the customer's words, and where others listen only what is said to the bot by name or
 * by its cards, and what was changed of that. What people say among themselves is none of ours.
 */
export function isForUs(activity: Activity): boolean {
  const kind = happened(activity);
  if (!kind || !activity.id || activity.from.id === activity.recipient.id) return false;
  return kind !== 'message' || isPersonal(activity) || mentionsBot(activity) || choiceIn(activity.value) !== undefined;
}

/**
 * An activity into the ledger; resolves when it is durably there, and only then may it be acknowledged. The same again
 * is the same item; an edit or a deletion is one for each time it happens.
 */
export async function takeIn(
  context: Context,
  { account, assistant }: { account: string; assistant: boolean },
  activity: Activity,
  raw: Buffer,
): Promise<void> {
  const { conversation, type, id = '', timestamp } = activity;
  const when = type === 'message' ? [] : [timestamp ?? createHash('sha256').update(raw).digest('hex')];
  await record(context, {
    channel: 'teams',
    account,
    key: JSON.stringify([conversation.id, type, id, ...when]),
    raw,
    meta: { assistant },
    lane: conversation.id,
  });
}

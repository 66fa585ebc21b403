import type { RawItem } from '../../server/channels/channel.ts';
import {
  LANGUAGES,
  type InboundAttachment,
  type InboundIdentity,
  type InboundMessage,
  type Interpretation,
} from '../../server/tickets/envelopes.ts';
import { chatOf, happened, idOf, isPersonal, readActivity, tenantOf, type Activity } from './activity.ts';
import { choiceIn } from './card.ts';
import { filledIn } from './form-card.ts';
import { saidIn } from './text.ts';

const SUBJECT_LENGTH = 80;

/** What an activity's files are once they were fetched; lines of text stand for those that were not. */
export type Fetched = { files: InboundAttachment[]; lines: string[] };

/**
 * An activity of the ledger as an inbound message. The Bot Connector vouches for who wrote it. Throws on bytes that are
 * no activity.
 */
export async function interpretActivity(
  item: RawItem,
  fetchFiles: (activity: Activity) => Promise<Fetched>,
): Promise<Interpretation> {
  const activity = readActivity(item.raw);
  if (!activity?.id) throw new Error('not an activity');
  const kind = happened(activity);
  const from = writerOf(activity);
  if (!kind) return { outcome: 'ignore', reason: `an activity of type ${activity.type}`, from };
  const { files, lines } = kind === 'message' ? await fetchFiles(activity) : { files: [], lines: [] };
  const choice = choiceIn(activity.value);
  const filled = filledIn(activity.value);
  const said = kind === 'delete' ? { text: '' } : saidIn(activity);
  const text = [said.text || filled || (choice?.label ?? ''), ...lines].filter(Boolean).join('\n');
  if (kind === 'message' && text === '' && files.length === 0)
    return { outcome: 'ignore', reason: 'an empty message', from };
  const message: InboundMessage = {
    ...said,
    ...placeOf(activity, item.account),
    account: item.account,
    kind: kind === 'message' && (choice || filled) ? 'choice' : kind,
    from,
    sentAt: sentAt(activity, item.receivedAt),
    subject: subjectOf(said.text || (files[0]?.name ?? text)),
    text,
    attachments: files,
    automatic: false,
    externalId: idOf(activity, activity.id),
    handler: item.meta['assistant'] === true ? 'assistant' : 'agents',
  };
  if (kind !== 'message') message.target = idOf(activity, activity.id);
  else if ((choice || filled) && activity.replyToId) message.target = idOf(activity, activity.replyToId);
  return { outcome: 'message', message };
}

/** Which thread it belongs to, and where its answers go. A channel's thread has its first post in its id. */
function placeOf(activity: Activity, account: string): Pick<InboundMessage, 'threadKeys' | 'group' | 'fields'> {
  const { team, channel } = activity.channelData ?? {};
  const place = isPersonal(activity)
    ? ''
    : [team?.name, channel?.name ?? activity.conversation.name].filter(Boolean).join(' › ');
  const tenant = tenantOf(activity);
  return {
    threadKeys: [`teams:${account}:${activity.conversation.id}`],
    group: chatOf(activity),
    fields: { ...(place ? { place } : {}), ...(tenant ? { tenant } : {}) },
  };
}

/** Who comes from outside an organisation's directory has no object id. */
function writerOf({ from, locale }: Activity): InboundIdentity {
  const language = LANGUAGES.find((one) => one === locale?.split('-')[0]?.toLowerCase());
  return {
    kind: 'teams',
    value: from.aadObjectId ?? from.id,
    verified: true,
    ...(from.name ? { name: from.name } : {}),
    ...(language ? { language } : {}),
  };
}

function sentAt({ timestamp }: Activity, receivedAt: Date): Date {
  const at = new Date(timestamp ?? NaN);
  return Number.isNaN(at.getTime()) ? receivedAt : at;
}

/** The first line, cut between words. */
function subjectOf(text: string): string {
  const line =
    text
      .split('\n')
      .find((one) => one.trim() !== '' && !one.startsWith('>'))
      ?.trim() ?? '';
  if (line.length <= SUBJECT_LENGTH) return line;
  const cut = line.slice(0, SUBJECT_LENGTH);
  return `${cut.slice(0, cut.lastIndexOf(' ') > 40 ? cut.lastIndexOf(' ') : SUBJECT_LENGTH)}…`;
}

import type { PreviewView, RetentionRuleView } from '../../../../server/privacy/retention/schema.ts';
import type { Inbox } from '../../state/inbox.svelte.ts';

export type RetentionWish = Pick<RetentionRuleView, 'type' | 'channel' | 'days' | 'act'>;
type Part = PreviewView['parts'][number];

/** "Complaint, E-Mail, after 90 days": which tickets a rule means. */
export function meant({ type, channel, days }: RetentionWish, inbox: Inbox): string {
  const { t, texts } = inbox;
  const words = inbox.privacy.t?.retention;
  if (!words) return '';
  const channels: Record<string, string> = t.channel;
  const which = [...(type ? [t.type[type]] : []), ...(channel ? [channels[channel] ?? channel] : [])];
  return [which.length > 0 ? which.join(', ') : words.all, texts.plural(words.after, days)].join(', ');
}

/** "3 tickets, 7 messages": what a rule did, or would do; empty where that is nothing. */
export function counted(part: Part, inbox: Inbox): string {
  const words = inbox.privacy.t?.retention;
  const names = ['customers', 'tickets', 'messages', 'files'] as const;
  const said = names.flatMap((name) => (words && part[name] > 0 ? inbox.texts.plural(words[name], part[name]) : []));
  return new Intl.ListFormat(inbox.texts.locale, { type: 'unit' }).format(said);
}

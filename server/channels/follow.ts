import type { Context } from '../context.ts';
import { letters } from '../messages/letters.ts';
import { followPath, followToken } from '../tickets/follow.ts';
import type { MessageDoc } from '../tickets/message-model.ts';
import type { TicketDoc } from '../tickets/model.ts';

/** Stands for the secret part of a link until the mail leaves: agents, who read the thread, do not get it. */
const HIDDEN = '…';

/**
 * The words of an acknowledgement with the address of the page on which the ticket is followed: at `{link}`, else behind
 * its first paragraph. Where nobody knows yet at which address this desk is, without.
 */
export function withFollowing(
  { config }: Pick<Context, 'config'>,
  { language }: Pick<TicketDoc, 'language'>,
  words: string,
): string {
  const locale = language ?? 'en';
  const [first = '', ...more] = words.split('\n\n');
  const text = words.includes('{link}') ? words : [first, letters[locale].follow, ...more].join('\n\n');
  if (config.publicUrl) return text.replaceAll('{link}', config.publicUrl + followPath(locale, HIDDEN));
  const without = (paragraph: string) => !paragraph.includes('{link}');
  return text.split('\n\n').filter(without).join('\n\n');
}

/** A message of ours as it leaves: what the desk says by itself gets the link of whom it goes to. */
export function withToken(context: Context, ticket: TicketDoc, message: MessageDoc): MessageDoc {
  const { text, to = '', automatic, author } = message;
  const at = (token: string): string => context.config.publicUrl + followPath(ticket.language ?? 'en', token);
  if (!automatic || author.kind !== 'system' || !text.includes(at(HIDDEN))) return message;
  return { ...message, text: text.replaceAll(at(HIDDEN), at(followToken(context, ticket, to, true))) };
}

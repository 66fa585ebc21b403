import type { Context } from '../context.ts';
import { letters } from '../messages/letters.ts';
import { LANGUAGES, type Language } from '../tickets/envelopes.ts';
import { followPath, followToken, hiddenLink } from '../tickets/follow.ts';
import type { MessageDoc } from '../tickets/message-model.ts';
import type { TicketDoc } from '../tickets/model.ts';

/**
 * The words of an acknowledgement with the address of the page on which the ticket is followed and the place of the day
 * by which it is answered: at `{link}` and `{due}`, else behind its first paragraph. Where nobody knows yet at which
 * address this desk is, without that.
 */
export function withFollowing(
  { config }: Pick<Context, 'config'>,
  { language }: Pick<TicketDoc, 'language'>,
  words: string,
): string {
  const locale = language ?? 'en';
  const [first = '', ...more] = words.split('\n\n');
  const due = words.includes('{due}') ? [] : ['{due}'];
  const link = words.includes('{link}') ? [] : [letters[locale].follow];
  const text = [first, ...due, ...link, ...more].join('\n\n');
  if (config.publicUrl) return text.replaceAll('{link}', hiddenLink(config.publicUrl, locale));
  const without = (paragraph: string) => !paragraph.includes('{link}');
  return text.split('\n\n').filter(without).join('\n\n');
}

/** The paragraph that tells where a ticket is followed; empty where nobody knows yet at which address this desk is. */
export const followingIn = ({ config }: Pick<Context, 'config'>, language: Language): string =>
  config.publicUrl ? letters[language].follow.replace('{link}', hiddenLink(config.publicUrl, language)) : '';

/** A message of ours as it leaves: what the desk or its assistant says by itself gets the link of whom it goes to. */
export function withToken(context: Context, ticket: TicketDoc, message: MessageDoc): MessageDoc {
  const { text, html, to = '', automatic, author } = message;
  const { publicUrl } = context.config;
  const hidden = LANGUAGES.filter((locale) => text.includes(hiddenLink(publicUrl, locale)));
  if (!automatic || author.kind === 'agent' || hidden.length === 0) return message;
  const token = followToken(context, ticket, to, true);
  const told = (words: string, locale: Language): string =>
    words.replaceAll(hiddenLink(publicUrl, locale), publicUrl + followPath(locale, token));
  const linked = (words: string): string => hidden.reduce(told, words);
  return { ...message, text: linked(text), ...(html ? { html: linked(html) } : {}) };
}

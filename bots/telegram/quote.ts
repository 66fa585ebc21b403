import type { AnyMessage } from './item.ts';

/** So much of what is answered is enough to know it. */
const MOST = 500;

/** The message that this one answers, as quoted lines; undefined when it answers none, or one without words. */
export function quoteOf({
  reply_to_message: answered,
  quote,
  is_topic_message: inTopic,
}: AnyMessage): string | undefined {
  // The first message of a topic is no message that somebody answers.
  if (!answered || (inTopic && 'forum_topic_created' in answered)) return undefined;
  const { text, caption } = answered as AnyMessage;
  const words = (quote?.text ?? text ?? caption ?? '').trim();
  if (words === '') return undefined;
  const shown = words.length > MOST ? `${words.slice(0, MOST).toWellFormed()}…` : words;
  return shown
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}

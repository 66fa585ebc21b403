import type { InboxTexts } from '../../../server/messages/inbox/en.ts';
import { fill } from '../state/texts.svelte.ts';

type Key = keyof InboxTexts['intake']['reasons'];

/** The server's reasons, in its own words; what stands in brackets goes into the text. */
const REASONS: readonly [RegExp, Key][] = [
  [/^our own mail$/, 'ownMail'],
  [/^sent from our own address$/, 'ownAddress'],
  [/^delivery report \((.*)\)$/, 'deliveryReport'],
  [/^not delivered(?: \((.*)\))?$/, 'notDelivered'],
  [/^read receipt$/, 'readReceipt'],
  [/^feedback report$/, 'feedbackReport'],
  [/^automatic reply$/, 'automaticReply'],
  [/^mailing list$/, 'mailingList'],
  [/^no sender$/, 'noSender'],
  [/^larger than (.*)$/, 'tooLarge'],
  [/^more than (\d+) parts$/, 'tooManyParts'],
  [/^parts nested deeper than (\d+) levels$/, 'tooDeep'],
  [/^headers larger than (.*)$/, 'longHeaders'],
  [/^took longer than (\d+) s to read$/, 'tooSlow'],
  [/^could not be read: (.*)$/s, 'unreadable'],
  [/^could not be stored: (.*)$/s, 'unstored'],
  [/^the mail server does not give it \((.*)\)$/, 'notGiven'],
];

/** Why an item was left out, in the agent's language; as the server said it where that is not known here. */
export function reasonIn(texts: InboxTexts['intake']['reasons'], reason: string): string {
  for (const [expression, key] of REASONS) {
    const found = expression.exec(reason);
    if (found) return fill(texts[key], { detail: found[1] ?? '' });
  }
  return reason;
}

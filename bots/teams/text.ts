import { compile } from 'html-to-text';
import { sanitize } from '../../server/http/sanitize.ts';
import type { Fold } from '../../server/tickets/envelopes.ts';
import type { Activity } from './activity.ts';

/** What was said, as plain text, and with its formatting where it has some. */
export interface Said {
  text: string;
  /** Sanitised. */
  html?: string;
  folds?: Fold[];
}

const convert = compile({
  wordwrap: false,
  limits: { maxInputLength: 300_000, maxDepth: 100 },
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, noAnchorUrl: true, linkBrackets: ['(', ')'] } },
    { selector: 'img', format: 'skip' },
    ...['p', 'div'].map((selector) => ({ selector, options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } })),
    ...['h1', 'h2', 'h3'].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: 'blockquote', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
  ],
});

/** Tags that say more than where lines end. */
const FORMATTED = /<(?:a|b|strong|i|em|u|s|strike|del|ul|ol|pre|code|table|h[1-6]|blockquote)[\s>]/i;

/** The words of an activity, the bot's own mentions taken out; the HTML that comes beside them says it best. */
export function saidIn(activity: Activity): Said {
  const rich = activity.attachments?.find(({ contentType }) => contentType === 'text/html')?.content;
  if (typeof rich !== 'string' || rich.trim() === '') return { text: plain(withoutBot(activity, activity.text ?? '')) };
  // Pictures are files of the message; their addresses open for the bot only.
  const html = sanitize(withoutBot(activity, rich)).replace(/<img\b[^>]*>/gi, '');
  const text = tidy(convert(html));
  const folds = quoteIn(text);
  return { text, ...(FORMATTED.test(html) ? { html } : {}), ...(folds ? { folds } : {}) };
}

/** Whether the bot is spoken to by name. */
export const mentionsBot = (activity: Activity): boolean => botNames(activity).length > 0;

interface Mention {
  type?: string;
  mentioned?: { id?: string; name?: string };
  text?: string;
}

function botNames({ entities = [], recipient }: Activity): string[] {
  const mentions = (entities as Mention[]).filter(
    ({ type, mentioned }) => type === 'mention' && mentioned?.id === recipient.id,
  );
  return mentions.map(({ text, mentioned }) => textOf(text ?? '') || (mentioned?.name ?? ''));
}

/** `<at>Name</at>` in texts, `<at id="0">` and spans of the schema Mention in HTML. Others who are named stay. */
function withoutBot(activity: Activity, said: string): string {
  const names = new Set(botNames(activity).map((name) => name.trim()));
  return said.replace(MENTION, (whole, _tag: string, name: string) => (names.has(textOf(name).trim()) ? '' : whole));
}

const MENTION = /<(at|span)\b[^>]*>((?:[^<]|<(?!\/?(?:at|span)\b))*)<\/\1>/gi;

/** Texts are not HTML, but for mentions and the entities of what HTML would take for markup. */
const plain = (text: string): string => tidy(decoded(textOf(text)));
const textOf = (text: string): string => text.replace(/<\/?at\b[^>]*>/gi, '');

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };
const decoded = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (whole, name: string) => ENTITIES[name] ?? whole);

const tidy = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
    .replaceAll('\u00a0', ' ')
    .replace(/ +$/gm, '')
    .trim();

/** Who answers a message in Teams repeats it above. */
function quoteIn(text: string): Fold[] | undefined {
  const end = /^(?:> ?[^\n]*(?:\n|$))+/.exec(text)?.[0].length ?? 0;
  return end > 0 && end < text.length ? [{ kind: 'quote', start: 0, end }] : undefined;
}

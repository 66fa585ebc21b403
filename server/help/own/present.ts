import { pictureTypes } from '../../http/file.ts';
import { ownTexts } from '../../messages/own.ts';
import { inWords } from '../../messages/dates.ts';
import type { Language } from '../../tickets/envelopes.ts';
import type { MessageDoc } from '../../tickets/message-model.ts';
import { withoutLink } from '../../tickets/follow.ts';
import type { TicketDoc } from '../../tickets/model.ts';
import { writtenOf } from '../../tickets/written.ts';
import type { OwnMessage, OwnRequestProps } from './schema.ts';

type State = OwnRequestProps['state'];

/** How a request stands, as its customer sees it: what is put off for some days is still being worked on. */
export const stateOf = ({ status }: Pick<TicketDoc, 'status'>): State =>
  status === 'pending' ? 'ask' : status === 'solved' || status === 'closed' ? 'over' : 'work';

/** The messages of a request as its customer sees them; `path`: the page's own, `of`: the one that they are of, if another. */
export function presentOwn(
  messages: readonly MessageDoc[],
  { locale, path, timeZone, of }: { locale: Language; path: string; timeZone: string; of?: number },
): OwnMessage[] {
  return messages.map((message) => ({
    n: message.n,
    ...authorOf(message, locale),
    at: message.at.toISOString(),
    when: inWords(locale, message.at, timeZone),
    text: linked(withoutLink(writtenOf(message.text ?? '', message.folds))),
    files: (message.attachments ?? []).map(({ name, size, type }, i) => ({
      name,
      size: bytesInWords(locale, size),
      href: `${path}/files/${message.n}/${i}${of === undefined ? '' : `?of=${of}`}`,
      picture: pictureTypes.has(type),
    })),
  }));
}

/** They are not called by name: who stated somebody's address would learn it. */
function authorOf({ direction, author, authorName }: MessageDoc, locale: Language): Pick<OwnMessage, 'who' | 'name'> {
  const texts = ownTexts[locale];
  if (direction === 'in') return { who: 'customer', name: texts.you };
  if (author.kind === 'assistant') return { who: 'assistant', name: texts.assistant };
  return { who: 'agent', name: (author.kind === 'agent' && authorName) || texts.desk };
}

/** Bytes as people read them. */
function bytesInWords(locale: Language, size: number): string {
  const [value, unit] = size < 1_000_000 ? [size / 1000, 'kilobyte'] : [size / 1_000_000, 'megabyte'];
  const digits = value < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: digits }).format(
    Math.max(value, 0.1),
  );
}

/** The addresses of the web in a text as links; what ends a sentence does not belong to them. */
export function linked(text: string): OwnMessage['text'] {
  const parts: OwnMessage['text'] = [];
  let at = 0;
  for (const { 0: found, index } of text.matchAll(/https?:\/\/[^\s<>"]{1,2000}/g)) {
    const href = found.replace(/[.,;:!?)\]}'’”»]+$/, '');
    if (!URL.canParse(href)) continue;
    if (index > at) parts.push({ text: text.slice(at, index) });
    parts.push({ text: href, href });
    at = index + href.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}

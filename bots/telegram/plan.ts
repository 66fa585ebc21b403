import type { InlineKeyboardMarkup } from 'telegraf/types';
import type { OutboundAttachment, OutboundMessage } from '../../server/tickets/envelopes.ts';
import { albumsOf } from './album.ts';
import { fromHtml } from './format.ts';
import { split, type Rich } from './rich.ts';

/** What goes out in one call. */
export interface Part {
  words: Rich;
  /** Several are an album. */
  files?: OutboundAttachment[];
  keyboard?: InlineKeyboardMarkup;
}

/** Code units after formatting is taken out (https://core.telegram.org/bots/api#sendmessage, #sendphoto). */
const TEXT = 4096;
const CAPTION = 1024;
/** Bytes of callback_data. */
const DATA = 64;
/** Labels up to this length stand two in a row. */
const SHORT = 18;

/**
 * An answer as it goes out: the words in as many pieces as they need, then the files, album by album; words that fit
 * stand under a single file or album. An album has no buttons: what is asked stands in words of its own then. The same
 * message always gives the same parts: one that stopped between them goes on there. Pure.
 */
export function partsOf({ text, html, attachments, choices }: Plannable): Part[] {
  const words = html ? fromHtml(html) : { text: text.trim(), entities: [] };
  const keyboard = choices?.length ? { keyboard: keyboardOf(choices) } : {};
  const [first, ...more] = albumsOf(attachments);
  const mayCaption = first && more.length === 0 && words.text !== '' && words.text.length <= CAPTION;
  if (mayCaption && (first.length === 1 || !choices?.length)) return [{ words, files: first, ...keyboard }];
  const pieces = split(words, TEXT).map((piece): Part => ({ words: piece }));
  const files = albumsOf(attachments).map((album): Part => ({ words: { text: '', entities: [] }, files: album }));
  // What is asked stands in the words.
  const asked = pieces.at(-1) ?? files.findLast((part) => part.files?.length === 1);
  if (asked) Object.assign(asked, keyboard);
  return [...pieces, ...files];
}

type Plannable = Pick<OutboundMessage, 'text' | 'html' | 'attachments' | 'choices'>;

/** A pressed button brings back its id, and what stands on it; of a longer id only that counts. */
function keyboardOf(choices: NonNullable<OutboundMessage['choices']>): InlineKeyboardMarkup {
  const rows: { text: string; callback_data: string }[][] = [];
  for (const [at, { id, label }] of choices.entries()) {
    const button = { text: label, callback_data: Buffer.byteLength(id) <= DATA && id !== '' ? id : `#${at}` };
    const row = rows.at(-1);
    const [beside] = row ?? [];
    if (row?.length === 1 && beside && beside.text.length <= SHORT && label.length <= SHORT) row.push(button);
    else rows.push([button]);
  }
  return { inline_keyboard: rows };
}

import type { InlineKeyboardMarkup } from 'telegraf/types';
import type { OutboundAttachment, OutboundMessage } from '../../server/tickets/envelopes.ts';
import { fromHtml } from './format.ts';
import { split, type Rich } from './rich.ts';

/** What goes out in one call. */
export interface Part {
  words: Rich;
  file?: OutboundAttachment;
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
 * An answer as it goes out: the words in as many pieces as they need, then file by file; words that fit stand under a
 * single file. The same message always gives the same parts: one that stopped between them goes on there. Pure.
 */
export function partsOf({ text, html, attachments, choices }: Plannable): Part[] {
  const words = html ? fromHtml(html) : { text: text.trim(), entities: [] };
  const keyboard = choices?.length ? { keyboard: keyboardOf(choices) } : {};
  const [file, ...more] = attachments;
  if (file && more.length === 0 && words.text !== '' && words.text.length <= CAPTION)
    return [{ words, file, ...keyboard }];
  const pieces = split(words, TEXT).map((piece): Part => ({ words: piece }));
  const files = attachments.map((one): Part => ({ words: { text: '', entities: [] }, file: one }));
  // What is asked stands in the words.
  const asked = pieces.at(-1) ?? files.at(-1);
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

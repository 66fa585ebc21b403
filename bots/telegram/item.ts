import type { Message, Update } from 'telegraf/types';
import type { InboundAttachment } from '../../server/tickets/envelopes.ts';

/** Whose update it is, as it was when it came. */
export interface BotName {
  id: number;
  username: string;
}

/** A file of an update: its bytes follow, or the reason why there are none. */
export interface ItemFile {
  name: string;
  /** MIME type as declared. */
  type: string;
  /** Bytes. */
  size: number;
  problem?: 'too-large' | 'gone';
}

/** An update as it stands in the ledger: one line of JSON, then the bytes of its files one after the other. */
export interface Item {
  v: 1;
  bot: BotName;
  update: Update;
  files: ItemFile[];
}

/** The raw bytes of an update. JSON text holds no line feed of its own, so the first one ends it. */
export const writeItem = (item: Item, contents: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from(`${JSON.stringify(item)}\n`), ...contents]);

/** Reads what writeItem wrote; throws when the bytes are something else or the lengths don't agree. */
export function readItem(raw: Buffer): Item & { attachments: InboundAttachment[] } {
  const end = raw.indexOf(0x0a);
  const item = JSON.parse(raw.toString('utf8', 0, end < 0 ? raw.length : end)) as Item;
  if (item.v !== 1 || typeof item.update?.update_id !== 'number') throw new Error('not an update of Telegram');
  let at = end < 0 ? raw.length : end + 1;
  const attachments = item.files.flatMap(({ name, type, size, problem }) =>
    problem ? [] : [{ name, type, content: raw.subarray(at, (at += size)) }],
  );
  if (at !== raw.length) throw new Error('the files are not as long as they say');
  return { ...item, attachments };
}

/** What a message of any kind may have; the kinds themselves are told apart by what is there. */
export type AnyMessage = Message.ServiceMessage &
  Partial<
    Message.TextMessage &
      Message.CaptionableMessage &
      Message.MediaMessage &
      Pick<Message.PhotoMessage, 'photo'> &
      Pick<Message.DocumentMessage, 'document'> &
      Pick<Message.VideoMessage, 'video'> &
      Pick<Message.VoiceMessage, 'voice'> &
      Pick<Message.AudioMessage, 'audio'> &
      Pick<Message.AnimationMessage, 'animation'> &
      Pick<Message.VideoNoteMessage, 'video_note'> &
      Pick<Message.StickerMessage, 'sticker'> &
      Pick<Message.ContactMessage, 'contact'> &
      Pick<Message.LocationMessage, 'location'> &
      Pick<Message.VenueMessage, 'venue'> &
      Pick<Message.PollMessage, 'poll'> &
      Pick<Message.DiceMessage, 'dice'>
  >;

/** The message of an update: new, edited, or the one under which a button was pressed. */
export function messageOf(update: Update): AnyMessage | undefined {
  if ('message' in update) return update.message as AnyMessage;
  if ('edited_message' in update) return update.edited_message as unknown as AnyMessage;
  return 'callback_query' in update ? (update.callback_query.message as AnyMessage | undefined) : undefined;
}

import type { OutboundAttachment } from '../../server/tickets/envelopes.ts';
import type { BotApi } from './api.ts';
import type { Rich } from './rich.ts';
import { troubleOf } from './trouble.ts';

/** An album has so many files (https://core.telegram.org/bots/api#sendmediagroup). */
const MOST = 10;
/** Larger pictures are documents (https://core.telegram.org/bots/api#sendphoto). */
const MOST_PHOTO = 10_000_000;
/** 25 MB over a slow line. */
export const LONG = { seconds: 180 };
const NO_PHOTO = /PHOTO_|IMAGE_PROCESS_FAILED|wrong (?:type|file)/i;

export type FileKind = 'photo' | 'video' | 'audio' | 'document';

/** As what Telegram shows a file. */
export function kindOf({ type, size }: Pick<OutboundAttachment, 'type' | 'size'>): FileKind {
  if (type === 'video/mp4') return 'video';
  if (/^audio\/(?:mpeg|mp4|x-m4a)$/.test(type)) return 'audio';
  return /^image\/(?:jpeg|png|webp)$/.test(type) && size <= MOST_PHOTO ? 'photo' : 'document';
}

/** What stands in one album: pictures and videos together, documents and music only among themselves. */
const shelfOf = (file: OutboundAttachment): string => {
  const kind = kindOf(file);
  return kind === 'photo' || kind === 'video' ? 'seen' : kind;
};

/** Files in their order, those that follow each other and may stand in one album together. Pure. */
export function albumsOf(files: readonly OutboundAttachment[]): OutboundAttachment[][] {
  const albums: OutboundAttachment[][] = [];
  for (const file of files) {
    const [first] = albums.at(-1) ?? [];
    const last = albums.at(-1);
    if (first && last && last.length < MOST && shelfOf(first) === shelfOf(file)) last.push(file);
    else albums.push([file]);
  }
  return albums;
}

/** A file as a call takes it: its name stands between quotes in a header. */
export const inputOf = async (file: OutboundAttachment) => ({
  source: await file.read(),
  filename: file.name.replace(/["\\\r\n]/g, '_'),
});

/** True when Telegram does not take something as a picture (too long and narrow, say): nothing has been sent. */
export function isNoPhoto(error: unknown): boolean {
  const trouble = troubleOf(error);
  return trouble.kind === 'refused' && trouble.code === 400 && NO_PHOTO.test(trouble.words);
}

/** Several files in one call, the words under the first one. All of them go, or none. */
export async function sendAlbum(
  api: BotApi,
  common: { chat_id: number },
  { files, words }: { files: readonly OutboundAttachment[]; words: Rich },
  begin: () => Promise<void>,
) {
  const inputs = await Promise.all(files.map(inputOf));
  const caption = {
    ...(words.text ? { caption: words.text } : {}),
    ...(words.entities.length > 0 ? { caption_entities: words.entities } : {}),
  };
  const post = (kind: (file: OutboundAttachment) => FileKind) => {
    const media = files.map((file, at) => ({
      type: kind(file),
      // The client marks what it has read.
      media: { ...inputs[at] },
      ...(at === 0 ? caption : {}),
    }));
    return api.call('sendMediaGroup', { ...common, media: media as never }, LONG);
  };
  await begin();
  const [first] = await post(kindOf).catch((error: unknown) => {
    if (!isNoPhoto(error)) throw error;
    return post(() => 'document');
  });
  if (!first) throw new Error('Telegram answered with no message.');
  return first;
}

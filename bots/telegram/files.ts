import { setTimeout as delay } from 'node:timers/promises';
import type { Update } from 'telegraf/types';
import type { BotApi } from './api.ts';
import { messageOf, readItem, writeItem, type AnyMessage, type ItemFile } from './item.ts';
import { troubleOf } from './trouble.ts';

/** Bots get files up to this size (https://core.telegram.org/bots/api#getfile). */
const MOST = 20_000_000;
/** What one process fetches at the same time: the bytes are in memory. */
const AT_ONCE = 4;
/** Seconds between attempts. */
const WAITS = [1, 5];

interface Sent {
  file_id: string;
  file_unique_id: string;
  file_name?: string | undefined;
  mime_type?: string | undefined;
  file_size?: number | undefined;
}

interface Wanted {
  id: string;
  name: string;
  type: string;
  size: number;
}

/** What of an update must be fetched, of an edit too: its picture may be another one. The largest of its sizes. Pure. */
export function wantedOf(update: Update): Wanted[] {
  const message = 'callback_query' in update ? undefined : messageOf(update);
  if (!message) return [];
  // An animation is there as a document too, for programs that know no animations.
  const kind = KINDS.find(([name]) => message[name] !== undefined);
  if (!kind) return [];
  const [name, extension, mime] = kind;
  const sent = (name === 'photo' ? message.photo?.at(-1) : message[name]) as Sent | undefined;
  if (!sent) return [];
  const type = sent.mime_type ?? mime;
  const named = sent.file_name ?? `${name.replace('_', '-')}-${sent.file_unique_id}.${extension}`;
  return [{ id: sent.file_id, name: named, type, size: sent.file_size ?? 0 }];
}

const KINDS: [keyof AnyMessage & string, string, string][] = [
  ['photo', 'jpg', 'image/jpeg'],
  ['animation', 'mp4', 'video/mp4'],
  ['document', 'bin', 'application/octet-stream'],
  ['voice', 'ogg', 'audio/ogg'],
  ['video', 'mp4', 'video/mp4'],
  ['video_note', 'mp4', 'video/mp4'],
  ['audio', 'mp3', 'audio/mpeg'],
];

/**
 * Fetches the files of an update. What is too large, or cannot be had after several attempts, is told as such: a file
 * must not hold up what comes after it. Rejects when `signal` says so.
 */
export async function fetchFiles(
  api: BotApi,
  update: Update,
  signal: AbortSignal,
): Promise<{ files: ItemFile[]; contents: Buffer[] }> {
  const files: ItemFile[] = [];
  const contents: Buffer[] = [];
  for (const { id, name, type, size } of wantedOf(update)) {
    const content = size > MOST ? 'too-large' : await turn(() => fetchOne(api, id, signal));
    if (typeof content === 'string') files.push({ name, type, size, problem: content });
    else {
      files.push({ name, type, size: content.length });
      contents.push(content);
    }
  }
  return { files, contents };
}

/** An item of the ledger with the files that can be had by now besides those that it has. */
export async function refetched(api: BotApi, raw: Buffer, signal: AbortSignal): Promise<Buffer> {
  const { attachments, ...item } = readItem(raw);
  const wanted = wantedOf(item.update);
  const contents: Buffer[] = attachments.map(({ content }) => Buffer.from(content));
  const files = [...item.files];
  for (const [at, file] of files.entries()) {
    const id = wanted[at]?.id;
    if (file.problem !== 'gone' || id === undefined) continue;
    const content = await turn(() => fetchOne(api, id, signal));
    if (typeof content === 'string') continue;
    contents.splice(files.slice(0, at).filter(({ problem }) => !problem).length, 0, content);
    files[at] = { name: file.name, type: file.type, size: content.length };
  }
  return writeItem({ ...item, files }, contents);
}

async function fetchOne(api: BotApi, id: string, signal: AbortSignal): Promise<Buffer | 'too-large' | 'gone'> {
  for (const wait of [...WAITS, undefined]) {
    try {
      const { file_path: path = '' } = await api.call('getFile', { file_id: id }, { signal });
      return await api.download(path, MOST, signal);
    } catch (error) {
      signal.throwIfAborted();
      const trouble = troubleOf(error);
      const refused = trouble.kind === 'refused' && trouble.code !== 429;
      if (refused && /too (?:big|large)/i.test(trouble.words)) return 'too-large';
      if (refused || wait === undefined) return 'gone';
      const asked = trouble.kind === 'refused' ? Math.min(trouble.retryAfter ?? 0, 30) : 0;
      await delay(Math.max(wait, asked) * 1000, undefined, { signal });
    }
  }
  return 'gone';
}

const queue: (() => void)[] = [];
let active = 0;

async function turn<T>(run: () => Promise<T>): Promise<T> {
  if (active >= AT_ONCE) await new Promise<void>((resolve) => queue.push(resolve));
  else active++;
  try {
    return await run();
  } finally {
    const next = queue.shift();
    if (next) next();
    else active--;
  }
}

import type { Context } from '../context.ts';
import { readAttachment } from '../attachments/store.ts';
import { fail } from '../errors.ts';
import { messageById } from '../tickets/find.ts';

const BINDING = 'webchat-file';
const DAY_MS = 86_400_000;

/** The address of one file of one message, without ids in it and only for some days; whoever holds it may read it. */
export function filePath(context: Context, message: string, file: string, days = 1): string {
  return `/channels/file?token=${fileToken(context, message, file, days)}`;
}

function fileToken(context: Context, message: string, file: string, days: number): string {
  const until = context.clock.now().getTime() + days * DAY_MS;
  return context.vault.sealInstance(BINDING, `${message}/${file}/${until}`).toString('base64url');
}

export interface ServedFile {
  name: string;
  /** Pictures whose bytes say that they are one; everything else is application/octet-stream. */
  type: string;
  content: Buffer;
}

/** The file behind a link. Fails `not-found`, whatever is wrong with it. */
export async function fileBehind(context: Context, token: string): Promise<ServedFile> {
  const [message = '', file = '', until = '0'] = openToken(context, token).split('/');
  if (Number(until) < context.clock.now().getTime()) fail('not-found');
  const doc = await messageById(context, message);
  const attachment = doc?.attachments?.find((a) => a.id === file);
  // Ends with the message: deleted or erased ones have none, and notes are not for visitors.
  if (!doc || !attachment || doc.deletedAt || (doc.direction !== 'in' && doc.direction !== 'out')) fail('not-found');
  const content = await readAttachment(context, String(doc.customer), file).catch(() => fail('not-found'));
  return { name: attachment.name, type: pictureType(content) ?? 'application/octet-stream', content };
}

function openToken(context: Context, token: string): string {
  try {
    return context.vault.openInstance(BINDING, Buffer.from(token, 'base64url')).toString('utf8');
  } catch {
    return fail('not-found');
  }
}

/** By the first bytes, not by what the sender said. SVG is left out on purpose: it can hold scripts. */
export function pictureType(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 12)).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (/^GIF8[79]a/.test(head)) return 'image/gif';
  if (head.startsWith('RIFF') && head.slice(8) === 'WEBP') return 'image/webp';
  return undefined;
}

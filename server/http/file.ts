import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** Pictures that a browser may show in the page; everything else is a download. */
export const pictureTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/**
 * Sends a file while it is read: never shown by the browser except pictures whose first bytes say so. What fails before
 * its first bytes is told as a problem, later the answer breaks off.
 */
export async function sendStream(
  answer: FastifyReply,
  { pieces, size, ...file }: { name: string; type: string; size: number; pieces: AsyncGenerator<Buffer> },
): Promise<FastifyReply> {
  const first = await pieces.next();
  const head = first.done ? Buffer.alloc(0) : first.value;
  const whole = async function* () {
    yield head;
    yield* pieces;
  };
  return await answer.headers({ ...headersOf(file, head), 'content-length': size }).send(Readable.from(whole()));
}

function headersOf({ type, name }: { name: string; type: string }, start: Buffer): Record<string, string> {
  const shown = pictureTypes.has(type) && looksLike(type, start);
  const encoded = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return {
    'content-type': shown ? type : 'application/octet-stream',
    'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encoded}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, max-age=3600',
  };
}

function looksLike(type: string, bytes: Buffer): boolean {
  const start = bytes.subarray(0, 12).toString('latin1');
  if (type === 'image/png') return start.startsWith('\x89PNG');
  if (type === 'image/jpeg') return start.startsWith('\xff\xd8\xff');
  if (type === 'image/gif') return start.startsWith('GIF8');
  return start.startsWith('RIFF') && start.endsWith('WEBP');
}

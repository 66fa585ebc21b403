import type { FastifyReply } from 'fastify';

/** Pictures that a browser may show in the page; everything else is a download. */
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** Sends a file: never shown by the browser except pictures whose first bytes say so. */
export async function sendFile(
  answer: FastifyReply,
  file: { name: string; type: string; bytes: Buffer },
): Promise<FastifyReply> {
  const shown = SHOWN.has(file.type) && looksLike(file.type, file.bytes);
  const name = encodeURIComponent(file.name.toWellFormed()).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16)}`,
  );
  return await answer
    .headers({
      'content-type': shown ? file.type : 'application/octet-stream',
      'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, max-age=3600',
    })
    .send(file.bytes);
}

function looksLike(type: string, bytes: Buffer): boolean {
  const start = bytes.subarray(0, 12).toString('latin1');
  if (type === 'image/png') return start.startsWith('\x89PNG');
  if (type === 'image/jpeg') return start.startsWith('\xff\xd8\xff');
  if (type === 'image/gif') return start.startsWith('GIF8');
  return start.startsWith('RIFF') && start.endsWith('WEBP');
}

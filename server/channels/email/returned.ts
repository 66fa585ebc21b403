import type { ParsedFile } from './parsed.ts';

const HEADERS = /^(?:message\/(?:rfc822|global)|text\/rfc822-headers|message\/global-headers)$/;
const READABLE = /^(?:text\/|message\/)/;
/** Ids of the kind that we make; whose they are, only their MAC tells. */
const OURS = /\bombud\.[\w-]{1,64}\.[\w-]{6,32}\.[\w-]{8}\.[\w-]{22}@[\w.-]{1,255}/g;
const MOST = 50;
const LENGTH = 200_000;

/**
 * Message ids, without angle brackets, of the mail that a bounce returns: in its headers or anywhere in its words. Our
 * Message-ID may stand there, or the anchor of the thread. Pure.
 */
export function returnedIds(text: string, files: readonly ParsedFile[]): string[] {
  const parts = files
    .filter(({ type }) => READABLE.test(type))
    .toSorted((a, b) => Number(HEADERS.test(b.type)) - Number(HEADERS.test(a.type)))
    .map(({ content }) => Buffer.from(content).subarray(0, LENGTH).toString('latin1'));
  const ids: string[] = [];
  for (const part of [...parts, text.slice(0, LENGTH)])
    for (const [id] of part.replace(/\r?\n[ \t]+/g, ' ').matchAll(OURS)) if (ids.push(id) >= MOST) return ids;
  return [...new Set(ids)];
}

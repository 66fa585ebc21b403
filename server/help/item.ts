import type { InboundAttachment } from '../tickets/envelopes.ts';
import type { SentFile } from './parts.ts';

/** What a form brings as it stands in the ledger: one line of JSON, then the bytes of its files one after the other. */
export function writeItem(words: object, files: readonly SentFile[]): Buffer {
  if (files.length === 0) return Buffer.from(JSON.stringify(words));
  const described = files.map(({ name, type, content }) => ({ name, type, size: content.length }));
  const head = `${JSON.stringify({ ...words, files: described })}\n`;
  return Buffer.concat([Buffer.from(head), ...files.map(({ content }) => content)]);
}

/** Reads what writeItem wrote, and the JSON of programs. Throws on anything else, and where lengths do not agree. */
export function readItem(raw: Buffer): { words: unknown; attachments: InboundAttachment[] } {
  // JSON of ours holds no line feed.
  const end = raw.indexOf(0x0a);
  const words: unknown = JSON.parse(raw.toString('utf8', 0, end < 0 ? raw.length : end));
  let at = end < 0 ? raw.length : end + 1;
  const attachments = filesOf(words).map(({ name, type, size }) => ({
    name,
    type,
    content: raw.subarray(at, (at += size)),
  }));
  if (at !== raw.length) throw new Error('the files are not as long as they say');
  return { words, attachments };
}

interface Described {
  name: string;
  type: string;
  size: number;
}

function filesOf(words: unknown): Described[] {
  const files = (words as { files?: unknown } | null)?.files;
  if (!Array.isArray(files)) return [];
  if (!files.every(isDescribed)) throw new Error('a file is not described');
  return files;
}

const isDescribed = (value: unknown): value is Described => {
  const { name, type, size } = (value ?? {}) as Partial<Record<keyof Described, unknown>>;
  return typeof name === 'string' && typeof type === 'string' && Number.isInteger(size) && (size as number) >= 0;
};

import type { Multipart } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';

/** Of one form: so many files, so many bytes of them together. */
export const MOST_FILES = 5;
export const MOST_BYTES = 10 * 1024 * 1024;

export interface SentFile {
  name: string;
  type: string;
  content: Buffer;
}

/** What came with a form besides its words. */
export interface SentFiles {
  files: SentFile[];
  /** Names of all that were chosen, those that were not taken among them. */
  names: string[];
  /** What is wrong with them. */
  wrong?: 'large' | 'many';
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before the body is checked, where a form can have files. */
    sent?: SentFiles;
  }
}

/** Read to the end in any case: whoever stops in the middle of a form leaves its sender with a broken page. */
const OPTIONS = {
  limits: { fields: 40, fieldSize: 100_000, files: 40, fileSize: MOST_BYTES + 1, parts: 80 },
  throwFileSizeLimit: false,
};
const MOST_NAMES = 20;

/**
 * Before a form is checked: its words become the body, as those of a plain form are, and its files are put beside. Fails
 * `too-large` (by the parser) when there are more parts than any browser makes of our forms.
 */
export async function readParts(request: FastifyRequest): Promise<void> {
  request.sent = { files: [], names: [] };
  if (!request.isMultipart()) return;
  const body: Record<string, string> = {};
  let bytes = 0;
  for await (const part of request.parts(OPTIONS)) {
    if (part.type === 'field') body[part.fieldname] = String(part.value);
    else bytes += await take(request.sent, part, MOST_BYTES - bytes);
  }
  request.body = body;
}

/** Keeps one file where it fits; answers its bytes. */
async function take(sent: SentFiles, part: Extract<Multipart, { type: 'file' }>, left: number): Promise<number> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of part.file) {
    size += (piece as Buffer).length;
    if (size <= left) pieces.push(piece as Buffer);
  }
  // A browser sends an empty one where none was chosen.
  const name = part.filename ?? '';
  if (size === 0 && !name) return 0;
  if (sent.names.length < MOST_NAMES) sent.names.push(name);
  if (part.file.truncated || size > left) sent.wrong ??= 'large';
  else if (sent.files.length >= MOST_FILES) sent.wrong ??= 'many';
  else sent.files.push({ name, type: part.mimetype, content: Buffer.concat(pieces) });
  return size;
}

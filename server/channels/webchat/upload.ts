import type { Multipart } from '@fastify/multipart';
import { Compile } from 'typebox/compile';
import type { Context } from '../../context.ts';
import { fail } from '../../errors.ts';
import type { UploadedFile } from './item.ts';
import { MAX_FILES, MAX_TEXT, MAX_UPLOAD_BYTES, Said } from './schema.ts';
import { visitorOf } from './session.ts';

const saidCheck = Compile(Said);

/** Limits of the form, for request.parts(). */
export const uploadLimits = {
  fields: 2,
  fieldSize: MAX_TEXT * 4 + 8_000,
  files: MAX_FILES,
  fileSize: MAX_UPLOAD_BYTES,
  parts: MAX_FILES + 2,
};

export interface Upload {
  visitor: string;
  said: Said;
  files: UploadedFile[];
}

/**
 * Reads a visitor's message with files: the form's first part is `session`, then `message` (JSON as of the socket's
 * message), then the files. Nothing is read of a stranger's files. Fails not-signed-in, bad-request, too-large.
 */
export async function readUpload(context: Context, parts: AsyncIterable<Multipart>): Promise<Upload> {
  let visitor: string | undefined;
  let said: Said | undefined;
  const files: UploadedFile[] = [];
  let bytes = 0;
  for await (const part of parts) {
    if (part.type === 'field' && part.fieldname === 'session') visitor = visitorOf(context.vault, String(part.value));
    if (visitor === undefined) fail('not-signed-in');
    if (part.type === 'field') {
      if (part.fieldname === 'message') said = readSaid(String(part.value));
      continue;
    }
    if (!said) fail('bad-request', 'The message comes before its files.');
    const content = await part.toBuffer();
    bytes += content.length;
    if (bytes > MAX_UPLOAD_BYTES) fail('too-large');
    files.push({ name: part.filename, type: part.mimetype, content });
  }
  if (visitor === undefined || !said || files.length === 0) fail('bad-request');
  return { visitor, said, files };
}

function readSaid(text: string): Said {
  try {
    const value: unknown = JSON.parse(text);
    if (saidCheck.Check(value)) return value;
  } catch {
    // Falls through to the one answer for everything that is not a message.
  }
  return fail('bad-request', 'The message is not valid.');
}

import type { Multipart } from '@fastify/multipart';
import { Compile } from 'typebox/compile';
import type { Context } from '../../context.ts';
import { fail } from '../../errors.ts';
import type { UploadedFile } from './item.ts';
import { MAX_FILES, MAX_TEXT, MAX_UPLOAD_BYTES, Proof, Said } from './schema.ts';
import { whoAsks, type Caller } from './identity/who.ts';

const saidCheck = Compile(Said);
const proofCheck = Compile(Proof);

/** Limits of the form, for request.parts(). */
export const uploadLimits = {
  fields: 3,
  fieldSize: MAX_TEXT * 4 + 8_000,
  files: MAX_FILES,
  fileSize: MAX_UPLOAD_BYTES,
  parts: MAX_FILES + 3,
};

export interface Upload {
  from: Caller;
  said: Said;
  files: UploadedFile[];
}

/**
 * Reads a visitor's message with files: the form's first part is `session` or `identity` (a proof in JSON), then `message` (JSON as of the socket's
 * message), then the files. Nothing is read of a stranger's files. Fails not-signed-in, bad-request, too-large.
 */
export async function readUpload(context: Context, parts: AsyncIterable<Multipart>): Promise<Upload> {
  let from: Caller | undefined;
  let said: Said | undefined;
  const files: UploadedFile[] = [];
  let bytes = 0;
  for await (const part of parts) {
    from ??= await caller(context, part);
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
  if (from === undefined || !said || files.length === 0) fail('bad-request');
  return { from, said, files };
}

/** Of the form's first part; fails `not-signed-in` whatever is wrong with it. */
async function caller(context: Context, part: Multipart): Promise<Caller> {
  const value = part.type === 'field' ? String(part.value) : '';
  const given =
    part.fieldname === 'identity'
      ? { identity: readProof(value) }
      : part.fieldname === 'session'
        ? { session: value }
        : {};
  const found = await whoAsks(context, given);
  return typeof found === 'string' ? fail('not-signed-in') : found;
}

function readProof(text: string): Proof {
  try {
    const value: unknown = JSON.parse(text);
    if (proofCheck.Check(value)) return value;
  } catch {
    // Falls through to the one answer for everything that proves nothing.
  }
  return fail('not-signed-in');
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

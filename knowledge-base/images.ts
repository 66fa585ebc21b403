import { createHash } from 'node:crypto';
import type { Context } from '../server/context.ts';
import { fail } from '../server/errors.ts';
import { asBytes } from '../server/vault/sealed.ts';
import { ArticleImages, type ArticleImageDoc } from './model.ts';

type Store = Pick<Context, 'db'>;
export const MOST_IMAGE_BYTES = 5_000_000;

const KINDS: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  svg: 'image/svg+xml',
};
const SIGNS: readonly [extension: string, sign: (bytes: Buffer) => boolean][] = [
  ['png', (bytes) => bytes.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n'],
  ['jpg', (bytes) => bytes.subarray(0, 3).toString('latin1') === '\xff\xd8\xff'],
  ['gif', (bytes) => /^GIF8[79]a$/.test(bytes.subarray(0, 6).toString('latin1'))],
  ['webp', (bytes) => bytes.subarray(0, 4).toString() === 'RIFF' && bytes.subarray(8, 12).toString() === 'WEBP'],
  ['avif', (bytes) => bytes.subarray(4, 12).toString() === 'ftypavif'],
];

/** The media type of a picture by its path; undefined when it is none that pages show. */
export const kindOf = (path: string): string | undefined => KINDS[/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ''];

/**
 * Keeps a picture that an author has pasted or dropped; the same one again is one. Resolves with its path. Fails
 * unsupported-type for what browsers do not show, and too-large.
 */
export async function keepImage(context: Store, bytes: Buffer): Promise<string> {
  const [extension] = SIGNS.find(([, sign]) => sign(bytes)) ?? fail('unsupported-type', 'This is no picture.');
  const hash = createHash('sha256').update(bytes).digest('hex');
  const path = `images/${hash.slice(0, 16)}.${extension}`;
  await writeImage(context, path, bytes);
  return path;
}

/** Writes a picture at its path, in place of another one. Fails unsupported-type and too-large. */
export async function writeImage(context: Store, path: string, bytes: Buffer): Promise<void> {
  const kind = kindOf(path) ?? fail('unsupported-type', `${path} is no picture.`);
  if (bytes.length > MOST_IMAGE_BYTES) fail('too-large', `${path} is larger than 5 MB.`);
  const hash = createHash('sha256').update(bytes).digest('hex');
  const doc: ArticleImageDoc = { _id: path, kind, bytes, hash };
  await ArticleImages(context).collection.replaceOne({ _id: path as never }, doc as never, { upsert: true });
}

/** A picture by its path; undefined when there is none. */
export async function readImage(context: Store, path: string): Promise<Omit<ArticleImageDoc, '_id'> | undefined> {
  const doc = await ArticleImages(context).findById(path).lean<ArticleImageDoc>();
  const bytes = asBytes(doc?.bytes);
  return doc && bytes ? { kind: doc.kind, hash: doc.hash, bytes: Buffer.from(bytes) } : undefined;
}

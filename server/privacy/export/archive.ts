import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { openAttachment } from '../../attachments/store.ts';
import type { Context } from '../../context.ts';
import type { IntakeDoc } from '../../intake/model.ts';
import { openNote, openSource, type RawNote } from '../../intake/raw.ts';
import type { Language } from '../../tickets/envelopes.ts';
import { collect, type Collected } from './collect.ts';
import { exportJson, type Places } from './json.ts';
import { exportPage } from './page.ts';
import { createPaths } from './paths.ts';
import { Export } from './schema.ts';
import { wordsFor } from './words.ts';

export interface Archive {
  /** A name for the file, without personal data. */
  name: string;
  /** The zip; errors when the store goes away meanwhile. */
  stream: Readable;
}

/**
 * One zip with everything about a customer: `index.html` for people, `data.json` with `data.schema.json` for machines,
 * files below `files/`, raw items below `raw/`, read piece by piece while the archive is read. What is damaged is told in
 * it and costs nothing else. Fails `not-found`, and `erased`.
 */
export async function exportCustomer(context: Context, id: string): Promise<Archive> {
  const collected = await collect(context, id);
  const stream = new PassThrough();
  // Whoever reads it is told; one that nobody reads any more ends no process.
  stream.on('error', () => undefined);
  fillArchive(context, collected, stream).catch((error: unknown) => stream.destroy(error as Error));
  return { name: archiveName(id), stream };
}

/** Of a customer's archive, without personal data. */
export const archiveName = (id: string): string => `customer-${id}.zip`;

type Pieces = AsyncIterable<Buffer> | Iterable<Buffer>;
type Put = (path: string, bytes: Pieces, compress: boolean) => Promise<void>;

async function fillArchive(context: Context, collected: Collected, out: PassThrough): Promise<void> {
  const zip = new ZipFile();
  (zip.outputStream as Readable).pipe(out);
  const gone = new AbortController();
  out.once('close', () => gone.abort());
  const at = context.clock.now();
  /** Resolves when the bytes have gone into the archive, so that one file at a time is open. */
  const put: Put = async (path, bytes, compress) => {
    const source = Readable.from(bytes, { objectMode: false });
    zip.addReadStream(source, path, { mtime: at, compress });
    await finished(source, { signal: gone.signal }).finally(() => source.destroy());
  };
  const places = await putBytes(context, collected, put);
  const desk = context.config.mail.address ?? new URL(context.config.publicUrl || 'http://localhost').host;
  const data = exportJson(collected, places, { at, desk });
  await put('data.json', json(data), true);
  await put('data.schema.json', json(Export), true);
  await put('index.html', [Buffer.from(exportPage(data, wordsFor(languageOf(collected))))], true);
  zip.end();
  await once(out, 'end', { signal: gone.signal });
}

const json = (value: unknown): Buffer[] => [Buffer.from(`${JSON.stringify(value, null, 2)}\n`)];

/** The customer's own, else that of the latest ticket. */
function languageOf({ customer, tickets }: Collected): Language {
  return customer.language ?? tickets.at(-1)?.ticket.language ?? 'en';
}

async function putBytes(context: Context, collected: Collected, put: Put): Promise<Places> {
  const { tickets, elsewhere, items, damages } = collected;
  const threads = [...tickets.map(({ ticket: { number }, messages }) => ({ number, messages })), ...elsewhere];
  const pathFor = createPaths();
  const places: Places = { files: new Map(), items: new Map() };
  for (const { number, messages } of threads)
    for (const message of messages)
      for (const { id, name, type } of message.attachments ?? []) {
        const file = await readable(() => openAttachment(context, String(message.customer), id));
        if (!file) damages.push({ where: 'attachments', id, fields: ['content'] });
        const path = file ? pathFor(`files/${number}`, name) : null;
        places.files.set(id, path);
        if (file && path) await put(path, file.bytes(), !PACKED.test(type));
      }
  for (const item of items) {
    const file = await readable(() => openSource(context, item));
    const note = file && noteOf(context, item);
    if (!file || !note) damages.push({ where: 'raw', id: String(item._id), fields: [file ? 'meta' : 'content'] });
    const path = file ? pathFor('raw', rawName(item)) : null;
    places.items.set(String(item._id), { path, sha256: file?.sha256 ?? null, about: note?.meta ?? null });
    if (file && path) await put(path, file.bytes(), true);
  }
  return places;
}

/**
 * Something that can be read to its end now, with the hex sha256 of it; undefined where it is gone or damaged. Read
 * twice, because the archive cannot take back what it has begun, and large ones are not held in memory.
 */
async function readable(bytes: () => Pieces): Promise<{ bytes: () => Pieces; sha256: string } | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const piece of bytes()) hash.update(piece);
  } catch {
    return undefined;
  }
  return { bytes, sha256: hash.digest('hex') };
}

function noteOf(context: Context, item: IntakeDoc): RawNote | undefined {
  try {
    return openNote(context, item);
  } catch {
    return undefined;
  }
}

/** Compressed already: trying again costs time and gains nothing. */
const PACKED = /^(image\/(jpeg|png|gif|webp)|audio\/|video\/|application\/(zip|gzip|x-7z|pdf))/;

/** Mails are mails, forms and programs send JSON, a chat message is a line of JSON and then its files. */
const ENDINGS: Record<string, string> = { email: 'eml', form: 'json', api: 'json' };

function rawName({ _id, channel, receivedAt }: IntakeDoc): string {
  const at = receivedAt.toISOString().slice(0, 16).replace(/:/g, '-');
  return `${at}-${channel}-${String(_id).slice(-6)}.${ENDINGS[channel] ?? 'bin'}`;
}

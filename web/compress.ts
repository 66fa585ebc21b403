import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** But for the service worker: browsers ask whether it has changed, byte by byte. */
const TEXT = /^(?!sw\.js$).*\.(?:js|css|svg|json|webmanifest)$/;
/** Below this a file fits into one packet either way. */
const LEAST_BYTES = 1_000;

/** Puts `name.br` and `name.gz` beside each file of text below a folder, for whoever takes them (RFC 9110, 8.4). */
export async function compressBuilt(folder: string): Promise<void> {
  for (const file of await filesBelow(folder, TEXT)) {
    const bytes = await readFile(file);
    if (bytes.length < LEAST_BYTES) continue;
    const sizeHint = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    const [small, smaller] = await Promise.all([
      promisify(gzip)(bytes, { level: 9 }),
      promisify(brotliCompress)(bytes, { params: sizeHint }),
    ]);
    await Promise.all([writeFile(`${file}.gz`, small), writeFile(`${file}.br`, smaller)]);
  }
}

/** Takes them away again: builds for development change the files beside them. */
export async function removeCompressed(folder: string): Promise<void> {
  for (const file of await filesBelow(folder, /\.(?:br|gz)$/)) await rm(file);
}

async function filesBelow(folder: string, name: RegExp): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

import { inflateRawSync } from 'node:zlib';

/**
 * The files of a zip by their paths, read by its central directory (PKWARE APPNOTE 4.3), so that what a library wrote is
 * not checked with the same library. Throws on what is no zip.
 */
export function unzip(bytes: Buffer): Map<string, Buffer> {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06'));
  if (end < 0) throw new Error('this is no zip');
  const files = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [method, packed] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const name = bytes.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
    if (files.has(name)) throw new Error(`${name} is there twice`);
    const content = contentAt(bytes, bytes.readUInt32LE(at + 42), packed, method);
    if (content.length !== bytes.readUInt32LE(at + 24)) throw new Error(`${name} has another size`);
    files.set(name, content);
    at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return files;
}

function contentAt(bytes: Buffer, header: number, packed: number, method: number): Buffer {
  const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
  const body = bytes.subarray(start, start + packed);
  return method === 0 ? body : inflateRawSync(body);
}

import { decodeElement } from './decode.ts';
import { fieldName, plainName } from './field-name.ts';
import { newDoc, type Doc } from './value.ts';

/** The bytes of field names, for finding them in stored documents without decoding what lies between. */
export type Names = Buffer[];

export function namesOf(names: Iterable<string>): Names {
  return [...new Set(names)].map((name) => Buffer.from(plainName(name)));
}

/** Decodes only some top-level fields of a stored (hence well-formed) document. */
export function peek(bytes: Buffer, names: Names): Doc {
  const doc = newDoc();
  let missing = names.length;
  let at = 4;
  for (let type = bytes[at]!; type !== 0 && missing > 0; type = bytes[at]!) {
    const from = at + 1;
    const to = endOfName(bytes, from);
    if (isOneOf(bytes, from, to, names)) {
      doc[fieldName(bytes.toString('utf8', from, to))] = decodeElement(bytes, type, to + 1);
      missing--;
    }
    at = to + 1 + sizeOf(bytes, type, to + 1);
  }
  return doc;
}

/** Where a field's name ends: names are short, so this is faster than `indexOf`. */
export function endOfName(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] !== 0) at++;
  return at;
}

/** Whether the field name at these bytes is one of some. */
export function isOneOf(bytes: Buffer, from: number, to: number, names: Names): boolean {
  for (const name of names) {
    if (name.length !== to - from || name[0] !== bytes[from]) continue;
    let i = 1;
    while (i < name.length && name[i] === bytes[from + i]) i++;
    if (i >= name.length) return true;
  }
  return false;
}

const FIXED: { [type: number]: number } = {
  1: 8,
  6: 0,
  7: 12,
  8: 1,
  9: 8,
  10: 0,
  16: 4,
  17: 8,
  18: 8,
  19: 16,
  127: 0,
  255: 0,
};

/** Bytes of a value of that type. */
export function sizeOf(bytes: Buffer, type: number, at: number): number {
  switch (type) {
    case 2:
    case 13:
    case 14:
      return 4 + bytes.readInt32LE(at);
    case 3:
    case 4:
    case 15:
      return bytes.readInt32LE(at);
    case 5:
      return 5 + bytes.readInt32LE(at);
    case 11: {
      const pattern = bytes.indexOf(0, at);
      return bytes.indexOf(0, pattern + 1) + 1 - at;
    }
    default:
      return FIXED[type]!;
  }
}

import { endOfName, isOneOf, namesOf, sizeOf, type Names } from './peek.ts';
import { isTrue } from './tests.ts';
import { isNumeric, type Doc } from './value.ts';

/** Cuts a stored (hence well-formed) document's bytes. */
export type Cut = (bytes: Buffer) => Buffer;

/**
 * A projection that takes or leaves out whole fields of the document, as a cut of its bytes: nothing is decoded. The
 * projection is one that compiles; undefined where it asks for more.
 */
export function cutOf(projection: Doc): Cut | undefined {
  const paths = Object.keys(projection);
  const whole = (path: string): boolean => {
    const value = projection[path]!;
    return !path.includes('.') && (typeof value === 'boolean' || isNumeric(value));
  };
  if (paths.length === 0 || !paths.every(whole)) return undefined;
  const takes = (path: string): boolean => isTrue(projection[path]);
  const [decides = '_id', ...others] = paths.filter((path) => path !== '_id');
  if (!takes(decides)) return cutter(namesOf(paths.filter((path) => !takes(path))), false);
  const id = projection._id === undefined || takes('_id') ? ['_id'] : [];
  return cutter(namesOf(decides === '_id' ? id : [decides, ...others, ...id]), true);
}

/** `taken`: these fields and no others; else all but these. */
function cutter(names: Names, taken: boolean): Cut {
  return (bytes) => {
    const parts: Stretch[] = [];
    let missing = names.length;
    for (let at = 4; bytes[at] !== 0 && (missing > 0 || !taken);) {
      const nameEnd = endOfName(bytes, at + 1);
      const end = nameEnd + 1 + sizeOf(bytes, bytes[at]!, nameEnd + 1);
      const named = isOneOf(bytes, at + 1, nameEnd, names);
      if (named) missing--;
      const last = parts.at(-1);
      if (named === taken && last?.to === at) last.to = end;
      else if (named === taken) parts.push({ from: at, to: end });
      at = end;
    }
    return join(bytes, parts);
  };
}

interface Stretch {
  from: number;
  to: number;
}

/** A document of these stretches of another one. */
function join(bytes: Buffer, parts: readonly Stretch[]): Buffer {
  const size = parts.reduce((sum, { from, to }) => sum + to - from, 5);
  const cut = Buffer.allocUnsafe(size);
  let at = cut.writeInt32LE(size);
  for (const { from, to } of parts) at += bytes.copy(cut, at, from, to);
  cut[at] = 0;
  return cut;
}

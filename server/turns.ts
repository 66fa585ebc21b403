/** Bytes that are copied, sealed or written out in one turn of the event loop: a millisecond or two. */
const BYTES_A_TURN = 512 * 1024;
const SLICE = 128 * 1024;
let spent = 0;

/**
 * Resolves when so many bytes may be worked on: at once where little was in this turn of the event loop, in a later one
 * otherwise. Large things, or very many at the same time, then don't hold up everybody else.
 */
export async function turnFor(bytes: number): Promise<void> {
  while (spent > 0 && spent + bytes > BYTES_A_TURN) await new Promise(setImmediate);
  if (spent === 0) setImmediate(() => (spent = 0));
  spent += bytes;
}

/** So long may what has many small steps go on before others have their turn. */
const MOST_MS = 4;

/**
 * For what has many small steps: asked before each of them, it tells what to wait for where it is time to let others in.
 */
export function createPace(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < MOST_MS) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        since = performance.now();
        resolve();
      }),
    );
  };
}

/** Nobody has asked for anything for so long: what can wait may go on. Pages of a list come faster than that. */
const CALM_MS = 25;
/** What can wait takes this share of the time while people ask without a break. */
const SHARE = 0.05;
const LOOKS_MS = 5;
let lastAsked = -Infinity;

/** Somebody asks for something, or has just been answered. */
export const peopleAsk = (): void => void (lastAsked = performance.now());

/** Whether people are at work right now. */
export const isCalm = (): boolean => performance.now() - lastAsked > CALM_MS;

/**
 * For what can wait, after `worked` milliseconds of it: resolves at once where nobody asks for anything, else in a calm
 * moment, and when none comes, once others have had their share.
 */
export async function givenWay(worked: number): Promise<void> {
  const until = performance.now() + worked / SHARE;
  while (!isCalm() && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, LOOKS_MS));
}

/** Pieces of bytes as one Buffer with memory of its own. */
export async function joined(pieces: readonly Uint8Array[]): Promise<Buffer<ArrayBuffer>> {
  const whole = Buffer.allocUnsafeSlow(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces)
    for (const slice of slicesOf(piece)) {
      await turnFor(slice.length);
      whole.set(slice, at);
      at += slice.length;
    }
  return whole;
}

/** Bytes in slices that are small enough for a turn. */
export function* slicesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE) yield bytes.subarray(at, at + SLICE);
}

/** What a document will roughly take to seal and to write: the length of its strings and bytes. */
export function weightOf(document: object): number {
  let weight = 0;
  for (const value of Object.values(document)) {
    if (typeof value === 'string' || value instanceof Uint8Array) weight += value.length;
    else if (isBinary(value)) weight += value.buffer.length;
  }
  return weight;
}

/** BSON's. */
const isBinary = (value: unknown): value is { buffer: Uint8Array } =>
  typeof value === 'object' && value !== null && 'buffer' in value && value.buffer instanceof Uint8Array;

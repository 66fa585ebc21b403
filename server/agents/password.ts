import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);
/** OWASP's first choice for Argon2id: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 };
const TAG = 32;

/** Hashes a password as a PHC string (`$argon2id$v=19$m=…,t=…,p=…$salt$hash`). */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await inTurn(() =>
    derive('argon2id', { ...COST, message: password.normalize('NFKC'), nonce, tagLength: TAG }),
  );
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(nonce)}$${unpadded(tag)}`;
}

/** True when the password is the one of that PHC string; a string of another shape matches nothing. */
export async function verifyPassword(password: string, phc: string): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(phc);
  if (!match) return false;
  const [memory, passes, parallelism] = [match[1], match[2], match[3]].map(Number) as [number, number, number];
  const [nonce, tag] = [match[4] ?? '', match[5] ?? ''].map((part) => Buffer.from(part, 'base64')) as [Buffer, Buffer];
  const options = { message: password.normalize('NFKC'), nonce, memory, passes, parallelism, tagLength: tag.length };
  return timingSafeEqual(await inTurn(() => derive('argon2id', options)), tag);
}

/** Hashes nothing that exists, for as long as a real check takes: an unknown address must not answer sooner. */
export async function verifyNothing(password: string): Promise<false> {
  nothing ??= hashPassword(randomPassword());
  await verifyPassword(password, await nothing);
  return false;
}
let nothing: Promise<string> | undefined;

/** A password that people can type: 20 letters and digits without look-alikes (about 100 bits). */
export function randomPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789A';
  const text = Array.from(randomBytes(20), (byte) => letters[byte % 32]).join('');
  return (text.match(/.{5}/g) ?? []).join('-');
}

/** One at a time: a hash takes 19 MiB and a core, and sign-ins must not starve everything else. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = queue.then(work);
  queue = result.catch(() => undefined);
  return result;
}
let queue: Promise<unknown> = Promise.resolve();

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

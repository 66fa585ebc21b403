import { fail } from '../errors.ts';

/** Cursors of lists: opaque to the client, a JSON value inside. */
export const pageCursor = {
  encode(value: unknown): string {
    return Buffer.from(JSON.stringify(value)).toString('base64url');
  },
  /** Fails with `invalid-cursor` unless `check` accepts what is inside. */
  decode<T>(text: string, check: (value: unknown) => value is T): T {
    let value: unknown;
    try {
      value = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    } catch {
      return fail('invalid-cursor');
    }
    return check(value) ? value : fail('invalid-cursor');
  },
};

/** A cursor's time: milliseconds that a date can hold. */
export const isTime = (value: unknown): value is number =>
  Number.isInteger(value) && !Number.isNaN(new Date(value as number).getTime());

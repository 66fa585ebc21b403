import type { Reply } from '../encode.ts';
import { fail, MongoError } from '../errors.ts';
import type { Doc } from '../value.ts';
import { flag } from './command.ts';

const MAX_BATCH = 100_000;

/** Runs the statements of a write command, in order up to the first failure, or each one when `ordered` is false. */
export function runEach(command: Doc, count: number, statement: (i: number) => void): { [name: string]: Reply }[] {
  if (count < 1 || count > MAX_BATCH)
    fail(16, `Write batch sizes must be between 1 and ${MAX_BATCH}. Got ${count} operations.`);
  const ordered = command.ordered === undefined || flag(command, 'ordered');
  const errors: { [name: string]: Reply }[] = [];
  for (let i = 0; i < count; i++) {
    try {
      statement(i);
    } catch (error) {
      if (!(error instanceof MongoError) || error.code === 1 || error.code === 14031) throw error;
      errors.push({ index: i, code: error.code, ...(error.extra as { [name: string]: Reply }), errmsg: error.message });
      if (ordered) break;
    }
  }
  return errors;
}

/** `writeErrors` only when there are some, as drivers expect. */
export function withErrors(reply: { [name: string]: Reply }, errors: { [name: string]: Reply }[]) {
  return errors.length > 0 ? { ...reply, writeErrors: errors, ok: 1 } : { ...reply, ok: 1 };
}

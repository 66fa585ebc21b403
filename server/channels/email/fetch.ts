import { moveCursor } from './cursor.ts';
import { list, listUids } from './list.ts';
import { askLater, takeOne } from './missing.ts';
import type { Listed, Reading } from './reading.ts';
import { take } from './take.ts';

const BATCH_MAILS = 16;
const BATCH_BYTES = 8 * 1024 * 1024;
/** Of those that are not wanted. */
const BATCH_SKIPPED = 1_000;

/**
 * Takes every mail above the cursor into the ledger, whatever its flags, and moves the cursor behind what is there. One
 * that the server never gives is passed over and remembered: the next ones flow. Rejects when the connection or the
 * store fails; the cursor then stands behind what is kept.
 * @returns how many mails were taken.
 */
export async function fetchNew(reading: Reading): Promise<number> {
  const { doubts } = reading;
  try {
    const taken = doubts.careful ? await oneByOne(reading) : await inBatches(reading);
    doubts.careful = false;
    return taken;
  } catch (error) {
    doubts.careful = true;
    throw error;
  }
}

async function inBatches(reading: Reading): Promise<number> {
  let taken = 0;
  for (const batch of batchesOf(await list(reading))) {
    const wanted = batch.filter(({ as }) => as !== 'skip');
    const { count, left, failure } = wanted.length > 0 ? await take(reading, wanted) : { count: 0, left: [] };
    if (left.length > 0) throw failure ?? new Error('The mail server did not give all mails.');
    await moveCursor(reading.context, reading.cursor, batch.at(-1)?.uid ?? reading.cursor.uid);
    taken += count;
  }
  return taken;
}

/** After a failure: whichever mail is the matter, those around it arrive. */
async function oneByOne(reading: Reading): Promise<number> {
  const { context, cursor } = reading;
  let taken = 0;
  for (const uid of await listUids(reading)) {
    const { count, left, failure } = await takeOne(reading, uid);
    await moveCursor(context, cursor, uid, left[0]);
    taken += count;
    if (left[0] !== undefined) askLater(reading, uid);
    if (failure) throw failure;
  }
  return taken;
}

function* batchesOf(listed: Listed[]): Generator<Listed[]> {
  let batch: Listed[] = [];
  let [count, bytes] = [0, 0];
  for (const mail of listed) {
    const [one, size] = mail.as === 'skip' ? [0, 0] : [1, mail.size];
    const full = count + one > BATCH_MAILS || (count > 0 && bytes + size > BATCH_BYTES);
    if (batch.length > 0 && (full || batch.length >= BATCH_SKIPPED)) {
      yield batch;
      [batch, count, bytes] = [[], 0, 0];
    }
    batch.push(mail);
    [count, bytes] = [count + one, bytes + size];
  }
  if (batch.length > 0) yield batch;
}

import { Types } from 'mongoose';
import { deleteFile } from '../attachments/files.ts';
import type { Context } from '../context.ts';
import { Customers } from '../customers/model.ts';
import { Intake } from '../intake/model.ts';
import { insertTogether } from '../together.ts';
import type { LoggedErasure } from '../vault/erasure-log.ts';
import { isDuplicate } from '../vault/sealed.ts';
import { carryOut } from './carry-out.ts';
import { newErasure } from './erase.ts';
import { Erasures, type ErasureDoc } from './erasure-model.ts';
import { ERASED_ITEM } from './kinds.ts';
import { ticketsOf } from './scope.ts';

const BATCH = 500;

/**
 * The log of erasures beside the keys wins over whatever the store says: what an older copy of the data has brought
 * back is erased again. Answers how many erasures had something to do.
 */
export async function reapply(context: Context): Promise<number> {
  const logged = context.vault.erased.all();
  let again = 0;
  for (let i = 0; i < logged.length; i += BATCH) {
    const batch = logged.slice(i, i + BATCH);
    const done = await doneOf(context, batch);
    const back = await backOf(context, batch);
    for (const erasure of batch)
      if (!done.has(erasure.id) || erasure.owners.some((owner) => back.has(owner))) {
        await eraseAgain(context, erasure);
        again++;
      }
  }
  return again;
}

/** After a restore: also what the log knows of the ledger, which the copy may know as pending, or not at all. */
export async function reapplyToLedger(context: Context): Promise<void> {
  const { erased } = context.vault;
  const waiting = Intake(context)
    .find({ outcome: { $in: ['pending', 'quarantined', 'ignored'] } }, { keyId: 1 })
    .cursor();
  for await (const { _id, keyId } of waiting) {
    if (!erased.has(keyId)) continue;
    await deleteFile(context, 'raw', _id);
    await Intake(context).updateOne({ _id }, ERASED_ITEM);
  }
  for (const { at, items } of erased.all())
    for (const item of items)
      await insertTogether(context, Intake, erasedItem(item, new Date(at))).catch((error: unknown) => {
        if (!isDuplicate(error)) throw error;
      });
}

/** Their mail may lie in the mailbox still: the ledger knows it, and nothing comes of it. */
const erasedItem = (item: LoggedErasure['items'][number], at: Date) => ({
  ...{ _id: new Types.ObjectId(), v: 1, receivedAt: at, dueAt: at, attempts: 0 },
  ...ERASED_ITEM.$set,
  ...item,
});

async function doneOf(context: Context, logged: LoggedErasure[]): Promise<Set<string>> {
  const ids = logged.map(({ id }) => id).filter((id) => Types.ObjectId.isValid(id));
  const docs = await Erasures(context)
    .find({ _id: { $in: ids }, state: 'done' }, { _id: 1 })
    .lean();
  return new Set(docs.map(({ _id }) => String(_id)));
}

async function backOf(context: Context, logged: LoggedErasure[]): Promise<Set<string>> {
  const docs = await Customers(context)
    .find({ _id: { $in: logged.flatMap(customersOf) } }, { _id: 1 })
    .lean();
  return new Set(docs.map(({ _id }) => String(_id)));
}

/** Beside the customers stand the keys of their raw items. */
const customersOf = ({ owners }: LoggedErasure): Types.ObjectId[] =>
  owners.filter((owner) => /^[0-9a-f]{24}$/.test(owner)).map((owner) => new Types.ObjectId(owner));

/** What it counted the first time stays; that it is done again is told again. */
async function eraseAgain(context: Context, logged: LoggedErasure): Promise<void> {
  const _id = new Types.ObjectId(logged.id);
  const customers = customersOf(logged);
  const known = await Erasures(context).findById(_id).lean<ErasureDoc>();
  if (known) await Erasures(context).updateOne({ _id }, { $set: { told: false } });
  const tickets = await ticketsOf(context, customers);
  const fresh = newErasure(context, { _id, customers, tickets, at: new Date(logged.at), by: logged.by });
  if (!known) await Erasures(context).collection.insertOne(fresh as never);
  await carryOut(context, known ? { ...known, tickets, told: false } : fresh);
}

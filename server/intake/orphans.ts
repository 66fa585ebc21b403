import { Types, type mongo } from 'mongoose';
import type { Context } from '../context.ts';
import { Counters } from '../counter.ts';
import { startLoop, type Loop } from '../loop.ts';
import { Intake } from './model.ts';
import { dropRaw, RAW } from './raw.ts';

const EVERY_MS = 3_600_000;
/** Bytes so old (seconds) have their entry in the ledger, or never will. */
const SETTLED_S = 3_600;
const BATCH = 500;
const MARK = 'raw bytes looked at';

/** A crash between the raw bytes and their entry in the ledger leaves bytes that belong to nothing: they go. Hourly. */
export function startOrphanSweep(context: Context): Loop {
  return startLoop(context, { name: 'raw-orphans', everyMs: EVERY_MS, run: () => sweepOrphans(context) });
}

/** Looks once at all bytes that are old enough, by their ids, which begin with a time. @returns how many went. */
export async function sweepOrphans(context: Context, now = Date.now()): Promise<number> {
  const mark = await Counters(context).findById(MARK).lean();
  const until = Math.floor(now / 1000) - SETTLED_S;
  const [from, end] = [idAt(mark?.value ?? 0), idAt(until)];
  const gone = (await sweepIn(context, RAW, from, end)) + (await sweepIn(context, `${RAW}.files`, from, end));
  await Counters(context).updateOne({ _id: MARK }, { $max: { value: until } }, { upsert: true });
  return gone;
}

const idAt = (seconds: number): Types.ObjectId =>
  new Types.ObjectId(`${Math.max(0, seconds).toString(16).padStart(8, '0')}${'0'.repeat(16)}`);

async function sweepIn(context: Context, name: string, from: Types.ObjectId, end: Types.ObjectId): Promise<number> {
  const files = context.db.collection<{ _id: mongo.ObjectId }>(name);
  let gone = 0;
  for (let at = from; ;) {
    const found = await files
      .find({ _id: { $gte: at, $lt: end } }, { projection: { _id: 1 } })
      .sort({ _id: 1 })
      .limit(BATCH)
      .toArray();
    const ids = found.map(({ _id }) => _id);
    const known = await Intake(context)
      .find({ _id: { $in: ids } }, { _id: 1 })
      .lean();
    const kept = new Set(known.map(({ _id }) => String(_id)));
    for (const id of ids.filter((one) => !kept.has(String(one)))) {
      await dropRaw(context, { _id: id });
      gone++;
    }
    const last = ids.at(-1);
    if (!last || ids.length < BATCH) return gone;
    at = new Types.ObjectId(nextAfter(last));
  }
}

const nextAfter = (id: mongo.ObjectId): string => (BigInt(`0x${id.toHexString()}`) + 1n).toString(16).padStart(24, '0');

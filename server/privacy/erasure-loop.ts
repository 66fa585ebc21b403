import type { Context } from '../context.ts';
import { Failure } from '../errors.ts';
import { startLoop, type Loop } from '../loop.ts';
import { carryOut } from './carry-out.ts';
import { Erasures, type ErasureDoc } from './erasure-model.ts';
import { reapply } from './reapply.ts';

const EVERY_MS = 3_000;
/** Well below the lease of a loop: then it is asked for again. */
const TURN_MS = 2_000;
/** An erasure that nobody has touched for so long was left by a process that died. */
const LEFT_MS = 10_000;

/**
 * Ends what a crash left of erasures, tells of those that are done, whichever process did them, and at the start
 * erases again what an older copy of the data has brought back.
 */
export function startErasures(context: Context): Loop {
  let looked = false;
  const loop: Loop = startLoop(context, {
    name: 'erasures',
    everyMs: EVERY_MS,
    async run() {
      if (!looked) await reapply(context);
      looked = true;
      if (await tendErasures(context)) loop.wake();
    },
  });
  return loop;
}

/** One turn; true when there is more to do. */
export async function tendErasures(context: Context): Promise<boolean> {
  const until = performance.now() + TURN_MS;
  const goesOn = (): boolean => performance.now() < until;
  const open = await Erasures(context).find({ told: false }).sort({ touchedAt: 1 }).limit(50).lean<ErasureDoc[]>();
  const left = context.clock.now().getTime() - LEFT_MS;
  let more = false;
  for (const erasure of open) {
    const isLeft = erasure.state === 'begun' && erasure.touchedAt.getTime() < left;
    const now = isLeft && goesOn() ? await goOn(context, erasure, goesOn) : erasure;
    if (now?.state === 'done') await tell(context, now);
    else if (isLeft && now) more = true;
  }
  return more;
}

/** Undefined when a legal hold has been put before its keys were gone: it is given up. */
async function goOn(context: Context, erasure: ErasureDoc, goesOn: () => boolean): Promise<ErasureDoc | undefined> {
  try {
    return await carryOut(context, erasure, goesOn);
  } catch (error) {
    if (error instanceof Failure && error.code === 'held') return undefined;
    throw error;
  }
}

/** Screens, sockets of visitors and other systems. Told again after a crash. */
async function tell(context: Context, { _id, customers, tickets = [], elsewhere = [] }: ErasureDoc): Promise<void> {
  const by = { kind: 'system' as const };
  for (const customer of customers) await context.events.emit('customer.erased', { customer: String(customer) });
  for (const ticket of tickets)
    await context.events.emit('ticket.changed', { ticket: String(ticket), fields: ['erased', 'status'], by });
  for (const { ticket, message } of elsewhere) {
    await context.events.emit('message.gone', { ticket: String(ticket), message: String(message) });
    await context.events.emit('ticket.changed', { ticket: String(ticket), fields: ['snippet'], by });
  }
  await Erasures(context).updateOne({ _id }, { $set: { told: true }, $unset: { tickets: 1, elsewhere: 1 } });
}

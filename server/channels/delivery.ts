import type { Context } from '../context.ts';
import { startLoop, type Loop } from '../loop.ts';
import { Messages, type MessageDoc } from '../tickets/message-model.ts';
import { opened } from '../vault/sealed.ts';
import { deliver } from './deliver.ts';

/** A claimed delivery that is not settled after this time belongs to a process that died. */
const LEASE_MS = 90_000;
const RENEW_MS = LEASE_MS / 3;
/** Deliveries of one channel that are on their way at the same time. */
const PARALLEL = 8;
const EVERY_MS = 5_000;

/** The outbox loop: claims what is due by one atomic update with a lease, and calls its account's adapter. */
export function startDelivery(context: Context): Loop {
  const outbox = createOutbox(context, () => loop.wake());
  const loop = startLoop(context, { name: 'delivery', everyMs: EVERY_MS, run: outbox.fill });
  return {
    wake: loop.wake,
    async stop() {
      await loop.stop();
      await outbox.landed();
    },
  };
}

/** Sends everything that is due, to its end. */
export async function drain(context: Context): Promise<void> {
  const outbox = createOutbox(context, () => undefined);
  while (await outbox.fill()) await outbox.next();
  await outbox.landed();
}

interface Outbox {
  /** Claims what is due and sends it off, without waiting for it; true when a channel has no room for more. */
  fill(): Promise<boolean>;
  /** Resolves when one of those on their way has ended. */
  next(): Promise<void>;
  /** Resolves when all have ended. */
  landed(): Promise<void>;
}

/**
 * What one process has on its way. A slow channel holds up nothing but itself; different tickets in parallel, one
 * ticket's messages in order. `onRoom` is called when a channel that was full has room again.
 */
function createOutbox(context: Context, onRoom: () => void): Outbox {
  const flying = new Map<string, MessageDoc>();
  const tails = new Map<string, Promise<void>>();
  let renewedAt = performance.now();

  const launch = (message: MessageDoc): void => {
    const [id, ticket] = [String(message._id), String(message.ticket)];
    flying.set(id, message);
    const before = tails.get(ticket);
    const flight = before ? before.then(() => deliverIfOurs(context, message)) : deliver(context, message);
    tails.set(ticket, flight);
    void flight.then(() => {
      const wasFull = fullOf(flying).length > 0;
      flying.delete(id);
      if (tails.get(ticket) === flight) tails.delete(ticket);
      if (wasFull) onRoom();
    });
  };
  return {
    async fill() {
      if (performance.now() - renewedAt > RENEW_MS) {
        renewedAt = performance.now();
        await renew(context, [...flying.values()]);
      }
      for (;;) {
        const message = await claim(context, fullOf(flying));
        if (!message) return fullOf(flying).length > 0;
        const mine = flying.get(String(message._id));
        // Still on its way: the clock has jumped, or it takes long. It has a new lease now, and goes once.
        if (mine) mine.delivery = message.delivery;
        else launch(message);
      }
    },
    next: () => Promise.race(tails.values()),
    async landed() {
      while (tails.size > 0) await Promise.all(tails.values());
    },
  };
}

/** The channels that have no room. */
function fullOf(flying: Map<string, MessageDoc>): string[] {
  const counts = new Map<string, number>();
  for (const { delivery } of flying.values())
    if (delivery) counts.set(delivery.channel, (counts.get(delivery.channel) ?? 0) + 1);
  return [...counts].flatMap(([channel, count]) => (count >= PARALLEL ? [channel] : []));
}

async function claim(context: Context, full: string[]): Promise<MessageDoc | undefined> {
  const doc = await Messages(context)
    .findOneAndUpdate(
      {
        'delivery.state': 'pending',
        'delivery.dueAt': { $lte: context.clock.now() },
        ...(full.length > 0 ? { 'delivery.channel': { $nin: full } } : {}),
      },
      { $set: leased(context), $inc: { 'delivery.attempts': 1 } },
      // As it was before, to see whether somebody who died had claimed it.
      // What is due at the same moment goes in the order of its thread.
      { sort: { 'delivery.dueAt': 1, n: 1 }, returnDocument: 'before' },
    )
    .lean<MessageDoc>();
  if (!doc?.delivery) return undefined;
  doc.delivery.attempts++;
  return opened(context, Messages, doc);
}

/** The leases of what is still on its way; what was put off meanwhile has none. */
async function renew(context: Context, flying: MessageDoc[]): Promise<void> {
  if (flying.length === 0) return;
  const ids = flying.map(({ _id }) => _id);
  await Messages(context).updateMany(
    { _id: { $in: ids }, 'delivery.state': 'pending', 'delivery.leaseUntil': { $ne: null } },
    { $set: leased(context) },
  );
}

/** One that had to wait for another of its ticket: by now somebody else may have claimed it. */
async function deliverIfOurs(context: Context, message: MessageDoc): Promise<void> {
  try {
    const { matchedCount } = await Messages(context).updateOne(
      { _id: message._id, 'delivery.state': 'pending', 'delivery.attempts': message.delivery?.attempts },
      { $set: leased(context) },
    );
    if (matchedCount === 0) return;
  } catch (error) {
    context.log.error({ err: error, message: String(message._id) }, 'a delivery could not be begun');
    return;
  }
  await deliver(context, message);
}

function leased(context: Context): Record<string, Date | string> {
  const until = new Date(context.clock.now().getTime() + LEASE_MS);
  return { 'delivery.leaseUntil': until, 'delivery.dueAt': until, 'delivery.leaseBy': context.process };
}

/**
 * What processes that are known to be dead had on its way is due now. It keeps the marks of a lease and of the last
 * step: where that had begun, nobody knows whether it went.
 */
export async function inheritDeliveries(context: Context, dead: readonly string[]): Promise<void> {
  const now = context.clock.now();
  const leased = { $gt: now, $lte: new Date(now.getTime() + LEASE_MS) };
  await Messages(context).updateMany(
    { 'delivery.state': 'pending', 'delivery.dueAt': leased, 'delivery.leaseBy': { $in: [...dead] } },
    { $set: { 'delivery.dueAt': now } },
  );
}

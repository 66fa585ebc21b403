import type { Connection } from 'mongoose';
import { expect } from 'vitest';

/** What stands in the store of a desk whose process was killed while people wrote to its bots. */
export type Settled = Awaited<ReturnType<typeof settled>>;

/**
 * Waits until all is worked on and sent, two minutes at most. `total`: how many messages came; `unconfirmed`: how many
 * the other side still holds.
 */
export async function settled(db: Connection, total: number, unconfirmed: () => number = () => 0) {
  const messages = db.collection('messages');
  const open = async () =>
    unconfirmed() +
    (total - (await db.collection('intake').countDocuments({ outcome: 'ticket' }))) +
    (await messages.countDocuments({ 'delivery.state': 'pending' }));
  for (const end = Date.now() + 120_000; (await open()) > 0 && Date.now() < end;)
    await new Promise((resolve) => setTimeout(resolve, 200));
  const said = await messages
    .find({ direction: 'in' }, { projection: { ticket: 1, n: 1, externalHashes: 1 } })
    .toArray();
  return {
    items: await db.collection('intake').countDocuments({}),
    messages: said.length,
    distinct: new Set(said.map((one) => String(one['externalHashes']))).size,
    tickets: await db.collection('tickets').countDocuments({}),
    inOrder: new Set(said.map((one) => `${String(one['ticket'])}/${String(one['n'])}`)).size === said.length,
    sent: await messages.countDocuments({ 'delivery.state': 'sent' }),
    unknown: await messages.countDocuments({ 'delivery.state': 'unknown' }),
  };
}

/**
 * Nothing is lost and nothing doubled, and no answer went twice: one of which nobody knows whether it went is left to
 * people. `out`: how many answers the other side has.
 */
export function expectWhole(state: Settled, { total, people, out }: { total: number; people: number; out: number }) {
  expect(state).toMatchObject({ items: total, messages: total, distinct: total, tickets: people, inOrder: true });
  expect(out).toBeLessThanOrEqual(state.sent + state.unknown);
  expect(out).toBeGreaterThanOrEqual(state.sent);
}

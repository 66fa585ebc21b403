import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Connection } from 'mongoose';
import { startTelegram, type TelegramStandIn } from '../support/telegram.ts';
import { KilledDesk } from './killed-desk.ts';

/**
 * `kill -9` while updates of Telegram come in: what is not in the ledger was not confirmed, so it comes again; what is
 * there is folded. Nothing is lost, nothing doubled, and no answer goes twice: one that may have gone stays as it is.
 */
const FULL = process.env['OMBUD_FAULTS'] === 'full';
const [UPDATES, KILLS] = FULL ? [500, 10] : [40, 1];
const PEOPLE = 20;
const LONG = FULL ? 600_000 : 180_000;

let telegram: TelegramStandIn;
let desk: KilledDesk;
beforeAll(async () => {
  telegram = await startTelegram();
  desk = await KilledDesk.make(UPDATES, {
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.url,
  });
});
afterAll(async () => {
  await desk?.remove();
  await telegram?.close();
});

function bring(n: number): void {
  const id = 100_000 + (n % PEOPLE);
  const from = { id, is_bot: false, first_name: `Person ${n % PEOPLE}`, language_code: 'en' };
  const text = `Message ${n}: when is my order 10${n} there?`;
  telegram.bring({
    message: { message_id: n + 1, from, chat: { id, type: 'private' }, date: 1_700_000_000 + n, text },
  });
}

test(`${KILLS} kills while ${UPDATES} updates come in`, { timeout: LONG }, async () => {
  await desk.start();
  let brought = 0;
  for (let k = 1; k <= KILLS; k++) {
    for (; brought < (k * UPDATES) / KILLS; brought++) bring(brought);
    await desk.recorded(Math.floor(((k - 0.5) * UPDATES) / KILLS));
    await new Promise((resolve) => setTimeout(resolve, (k * 7) % 60));
    await desk.kill();
    await desk.start();
  }
  const state = await desk.asked((db) => settled(db));
  console.log(JSON.stringify({ ...state, unconfirmed: telegram.pending.length, sent: telegram.sent.length }));
  expect(state).toMatchObject({ items: UPDATES, messages: UPDATES, distinct: UPDATES, tickets: PEOPLE, inOrder: true });
  expect(telegram.pending).toEqual([]);
  expect(telegram.refused).toEqual([]);
  // Each answer went once at most; one of which nobody knows whether it went is left to people.
  expect(telegram.sent.length).toBeLessThanOrEqual(state.sent + state.unknown);
  expect(telegram.sent.length).toBeGreaterThanOrEqual(state.sent);
});

/** What stands in the store once all is confirmed, worked on and sent, or after two minutes. */
async function settled(db: Connection) {
  const messages = db.collection('messages');
  const open = async () =>
    telegram.pending.length +
    (UPDATES - (await db.collection('intake').countDocuments({ outcome: 'ticket' }))) +
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

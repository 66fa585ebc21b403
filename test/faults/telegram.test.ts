import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTelegram, type TelegramStandIn } from '../support/telegram.ts';
import { KilledDesk } from './killed-desk.ts';
import { expectWhole, settled } from './settled-chats.ts';

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
  const state = await desk.asked((db) => settled(db, UPDATES, () => telegram.pending.length));
  console.log(JSON.stringify({ ...state, unconfirmed: telegram.pending.length, sent: telegram.sent.length }));
  expectWhole(state, { total: UPDATES, people: PEOPLE, out: telegram.sent.length });
  expect(telegram.pending).toEqual([]);
  expect(telegram.refused).toEqual([]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBotConnector, type BotConnector } from '../support/bot-connector.ts';
import { person, personal } from '../support/teams.ts';
import { KilledDesk } from './killed-desk.ts';
import { expectWhole, settled } from './settled-chats.ts';

/**
 * `kill -9` while activities of Teams come in: one that was not answered with 200 is brought again, as the Bot Connector
 * does; one that is in the ledger is folded. Nothing is lost, nothing doubled, and no answer goes twice: one that may
 * have gone stays as it is.
 */
const FULL = process.env['OMBUD_FAULTS'] === 'full';
const [ACTIVITIES, KILLS] = FULL ? [500, 25] : [40, 1];
const PEOPLE = 20;
const SENDERS = 4;
const LONG = FULL ? 600_000 : 180_000;

let connector: BotConnector;
let desk: KilledDesk;
beforeAll(async () => {
  connector = await startBotConnector();
  desk = await KilledDesk.make(ACTIVITIES, connector.env);
});
afterAll(async () => {
  await desk?.remove();
  await connector?.stop();
});

test(`${KILLS} kills while ${ACTIVITIES} activities come in`, { timeout: LONG }, async () => {
  await desk.start();
  const people = Array.from({ length: PEOPLE }, (_, i) => person(`Person ${i}`));
  const activities = Array.from({ length: ACTIVITIES }, (_, n) => {
    const by = people[n % PEOPLE]!;
    return personal(connector, by, { text: `Message ${n}: when is my order 10${n} there?` });
  });
  let [acknowledged, repeated, next] = [0, 0, 0];
  const bringing = Array.from({ length: SENDERS }, async () => {
    for (let i = next++; i < ACTIVITIES; i = next++) {
      const taken = () =>
        connector.bring(desk.url, activities[i]!).then(
          ({ status }) => status === 200,
          () => false,
        );
      while (!(await taken())) {
        repeated++;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      acknowledged++;
    }
  });
  for (let k = 1; k <= KILLS; k++) {
    // Spread over the work, each at another moment of what an activity goes through.
    while (acknowledged < (k * ACTIVITIES) / (KILLS + 1))
      await new Promise((resolve) => setTimeout(resolve, 3 + (k % 12)));
    await desk.kill();
    await desk.start();
  }
  await Promise.all(bringing);
  const state = await desk.asked((db) => settled(db, ACTIVITIES));
  console.log(JSON.stringify({ acknowledged, repeated, ...state, posted: connector.posted.length }));
  expectWhole(state, { total: ACTIVITIES, people: PEOPLE, out: connector.posted.length });
  expect(connector.refused).toEqual([]);
});

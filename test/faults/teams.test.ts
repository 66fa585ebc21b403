import type { Connection } from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBotConnector, type BotConnector } from '../support/bot-connector.ts';
import { person, personal } from '../support/teams.ts';
import { KilledDesk } from './killed-desk.ts';

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
  const state = await desk.asked((db) => settled(db));
  console.log(JSON.stringify({ acknowledged, repeated, ...state, posted: connector.posted.length }));
  expect(state).toMatchObject({
    items: ACTIVITIES,
    messages: ACTIVITIES,
    distinct: ACTIVITIES,
    tickets: PEOPLE,
    inOrder: true,
  });
  expect(connector.refused).toEqual([]);
  // Each answer went once at most; one of which nobody knows whether it went is left to people.
  expect(connector.posted.length).toBeLessThanOrEqual(state.sent + state.unknown);
  expect(connector.posted.length).toBeGreaterThanOrEqual(state.sent);
});

/** What stands in the store once all is worked on and sent, or after two minutes. */
async function settled(db: Connection) {
  const messages = db.collection('messages');
  const open = async () =>
    ACTIVITIES -
    (await db.collection('intake').countDocuments({ outcome: 'ticket' })) +
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

import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Types } from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ErasureView } from '../../server/privacy/schema.ts';
import { attemptMail } from '../support/send-mail.ts';
import { KilledDesk } from './killed-desk.ts';

/** `kill -9` while a customer with thousands of messages is erased: it is gone on with, to one certificate. */
const MESSAGES = 12_000;
const KILLS = 4;

let desk: KilledDesk;
beforeAll(async () => {
  desk = await KilledDesk.make(10, {});
  await desk.start();
});
afterAll(() => desk?.remove());

test(`${KILLS} kills in the middle of an erasure leave nothing undone, and nothing done twice`, async () => {
  const mail = Buffer.from('From: ann@people.test\r\nSubject: Hello\r\n\r\nI am Ann.\r\n');
  // The door for mail opens a moment after the one for HTTP.
  while (!(await attemptMail(desk.smtpPort, mail))) await delay(50);
  await desk.recorded(1);
  await desk.settled(1);
  const customer = await addMessages();
  const cookie = await signIn();
  const asked = await ask(`/customers/${customer}/erasure`, cookie, { confirm: customer, background: true });
  expect(asked.state).toBe('begun');
  const { id, counts } = asked;
  let killed = 0;
  const seen: number[] = [];
  for (let now = asked; now.state === 'begun';) {
    if (now.removed > (seen.at(-1) ?? 0) && killed < KILLS) {
      await delay(randomInt(50));
      await desk.kill();
      killed += 1;
      await desk.start();
    }
    seen.push(now.removed);
    await delay(5);
    now = await ask(`/erasures/${id}`, cookie);
  }
  expect(killed).toBeGreaterThan(1);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  const done = await ask(`/erasures/${id}`, cookie);
  expect(done).toMatchObject({ state: 'done', counts, removed: sumOf(counts) });
  expect(counts['Message']).toBeGreaterThan(MESSAGES);
  expect(await left(customer)).toEqual({ erasures: 1, messages: 0, customers: 0, raw: 0, open: 0 });
}, 200_000);

const sumOf = (numbers: Record<string, number>): number => Object.values(numbers).reduce((sum, n) => sum + n, 0);

/** Thousands of further messages in the only ticket; answers the hex id of its customer. */
const addMessages = (): Promise<string> =>
  desk.asked(async (db) => {
    const messages = db.collection('messages');
    const found: Partial<Record<string, unknown>> = (await messages.findOne({ direction: 'in' })) ?? {};
    const { ['intake']: _, ...one } = found;
    for (let n = 0; n < MESSAGES; n += 1_000) {
      const some = Array.from({ length: 1_000 }, (_, i) => ({ ...one, _id: new Types.ObjectId(), n: 1_000 + n + i }));
      await messages.insertMany(some);
    }
    return String(one['customer']);
  });

const left = (customer: string) =>
  desk.asked(async (db) => ({
    erasures: await db.collection('erasures').countDocuments({}),
    messages: await db.collection('messages').countDocuments({}),
    customers: await db.collection('customers').countDocuments({ _id: new Types.ObjectId(customer) }),
    raw: await db.collection('raw').countDocuments({}),
    open: await db.collection('tickets').countDocuments({ erased: { $ne: true } }),
  }));

async function signIn(): Promise<string> {
  const body = JSON.stringify({ email: 'admin@localhost', password: 'correct horse battery' });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${desk.url}/api/v1/session`, { method: 'POST', headers, body });
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** Sends a body, or asks; a connection that the killed server still seemed to have is replaced by another one. */
async function ask(path: string, cookie: string, body?: object): Promise<ErasureView> {
  const sent = body ? { method: 'POST', body: JSON.stringify(body) } : {};
  const headers = { cookie, ...(body ? { 'content-type': 'application/json' } : {}) };
  const fetched = (): Promise<Response> => fetch(`${desk.url}/api/v1${path}`, { ...sent, headers });
  const answer = await (body ? fetched() : fetched().catch(fetched));
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as ErasureView;
}

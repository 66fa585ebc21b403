import { afterAll, beforeAll, expect, it } from 'vitest';
import { Messages, type DeliveryState } from '../../../../server/tickets/message-model.ts';
import { PLAIN_LETTERHEAD } from '../../../../server/settings/letterhead-model.ts';
import { writeLetterhead } from '../../../../server/settings/letterheads.ts';
import { eventually } from '../../../support/eventually.ts';
import { mailOf } from './desk.ts';
import { openSendingDesk, type SendingDesk } from './sending-desk.ts';

const MINUTE = 60_000;
let now = Math.ceil(Date.now() / MINUTE) * MINUTE;
let desk: SendingDesk;
beforeAll(async () => {
  desk = await openSendingDesk({ empty: true, clock: { now: () => new Date(now) } });
});
afterAll(() => desk.close());

const inState = (state: DeliveryState) => Messages(desk.app.context).countDocuments({ 'delivery.state': state });
const sent = (count: number) =>
  eventually(async () => {
    await desk.sent();
    expect(await inState('sent')).toBe(count);
    expect(await Messages(desk.app.context).countDocuments({ 'delivery.leaseUntil': { $ne: null } })).toBe(0);
  });

it('lets so many mails out as the mailbox may send; the others wait, which is seen and costs no attempt', async () => {
  await writeLetterhead(desk.app.context, 'env', { ...PLAIN_LETTERHEAD, rate: { mails: 2, per: 'minute' } });
  const numbers = [];
  for (let i = 0; i < 5; i++) numbers.push(await desk.bring(mailOf({ From: `c${i}@people.test` })));
  for (const number of numbers) await desk.answer(number);
  await sent(2);
  expect(desk.sink.taken).toHaveLength(2);
  const waiting = await Messages(desk.app.context).find({ 'delivery.state': 'pending' }).lean();
  expect(waiting.map(({ delivery }) => [delivery?.attempts, delivery?.dueAt.getTime()])).toEqual(
    Array(3).fill([0, now + MINUTE]),
  );
  const views = await Promise.all(
    numbers.map(async (number) => {
      const { items } = (await desk.call('GET', `/tickets/${number}/messages`)).json<{
        items: { delivery?: { state: string; error: string | null } }[];
      }>();
      return items[1]?.delivery;
    }),
  );
  const seen = views.filter((delivery) => delivery?.state === 'pending');
  expect(seen.map((delivery) => delivery?.error)).toEqual(
    Array(3).fill(expect.stringContaining('sends 2 mails a minute')),
  );
  now += MINUTE;
  await sent(4);
  now += MINUTE;
  await sent(5);
  expect(new Set(desk.sink.taken.map(({ to }) => to[0])).size).toBe(5);
});

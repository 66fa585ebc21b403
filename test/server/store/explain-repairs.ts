import { Types } from 'mongoose';
import { sweepRepairs } from '../../../server/repairs/loop.ts';
import { RepairDays } from '../../../server/repairs/day-model.ts';
import { Repairs } from '../../../server/repairs/model.ts';
import type { TestApp } from '../../support/app.ts';

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const DAY_MS = 86_400_000;

/** A repair from its offer to its end, the list of a day and what the loop asks, among two thousand others. */
export async function repairs(app: TestApp): Promise<void> {
  const docs = Array.from({ length: 2_000 }, (_, n) => ({
    ...{ v: 1, ticket: new Types.ObjectId(), customer: new Types.ObjectId(), rev: 1, state: 'done', duration: 60 },
    from: new Date(Date.UTC(2020, 0, 1) + n * DAY_MS),
  }));
  await Repairs(app.context).collection.insertMany(docs as never);
  const days = docs.map(({ from }, n) => ({ _id: `${n}/${from.toISOString()}`, rev: 1, taken: [] }));
  await RepairDays(app.context).collection.insertMany(days as never);
  const headers = { cookie: (await app.signIn('admin')).cookie };
  const ask = async (method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object) => {
    const answer = await app.inject({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) });
    if (answer.statusCode >= 300) throw new Error(`${path}: ${answer.body}`);
    return method === 'DELETE' ? {} : answer.json();
  };
  const hours = EVERY_DAY.map((day) => ({ day, from: '08:00', to: '20:00', capacity: 1 }));
  const point = await ask('POST', '/repairs/points', { name: 'Workshop', visits: false, noticeHours: 0, hours });
  const offered = { work: 'Lamp', duration: 60, charge: 'free', tell: false };
  const { id } = await ask('POST', '/tickets/17/repairs', offered);
  const { items } = await ask('GET', `/repairs/${id}/slots`);
  for (const slot of items.slice(0, 2))
    await ask('POST', `/repairs/${id}/booking`, { point: slot.point, from: slot.from });
  await ask('GET', `/repairs?day=${items[1].from.slice(0, 10)}&point=${point.id}`);
  await ask('GET', '/repairs');
  await ask('GET', '/tickets/17/repairs');
  await RepairDays(app.context).updateMany({ checkAt: { $exists: true } }, { $set: { checkAt: new Date(0) } });
  await sweepRepairs(app.context);
  await ask('POST', `/repairs/${id}/cancellation`, {});
  await ask('DELETE', `/repairs/points/${point.id}`);
}

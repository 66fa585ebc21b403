import { expect } from 'vitest';
import { Repairs } from '../../../server/repairs/model.ts';
import type { PointView } from '../../../server/repairs/point-schema.ts';
import type { RepairView, SlotList } from '../../../server/repairs/schema.ts';
import { sendRequest } from '../../support/own-page.ts';
import { readSent } from '../channels/email/sending-desk.ts';
import type { OwnDesk } from '../help/own-desk.ts';

/** What is to be done, in a word that stands in every mail of it. */
export const WORK = 'Lampa-77';
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/** What agents do about repairs at a desk that is opened later. */
export function repairing(of: () => OwnDesk) {
  let count = 0;
  /** A point that is open from nine to five in UTC, every day. */
  const point = async (body: object = {}): Promise<PointView> => {
    const hours = EVERY_DAY.map((day) => ({ day, from: '09:00', to: '17:00', capacity: 1 }));
    const given = { name: `Point ${(count += 1)}`, visits: false, timeZone: 'UTC', noticeHours: 0, hours, ...body };
    const answer = await of().call('POST', '/repairs/points', given);
    if (answer.statusCode !== 201) throw new Error(answer.body);
    return answer.json<PointView>();
  };
  /** A ticket with its customer's address. */
  const ticket = async (locale = 'en'): Promise<{ number: number; email: string; link: string }> => {
    const email = `repair-${(count += 1)}@people.test`;
    const { number, link } = await sendRequest(of().app, { email, subject: 'The lamp flickers' }, locale);
    return { number, email, link };
  };
  const offer = async (number: number, body: object = {}): Promise<RepairView> => {
    const given = { work: WORK, duration: 60, charge: 'free', ...body };
    const answer = await of().call('POST', `/tickets/${number}/repairs`, given);
    if (answer.statusCode !== 201) throw new Error(answer.body);
    return answer.json<RepairView>();
  };
  const slots = async (id: string, after?: string): Promise<SlotList> =>
    (await of().call('GET', `/repairs/${id}/slots${after ? `?after=${after}` : ''}`)).json<SlotList>();
  const book = (id: string, slot: { point: string; from: string }) =>
    of().call('POST', `/repairs/${id}/booking`, { point: slot.point, from: slot.from });
  const stored = async (id: string) => (await Repairs(of().app.context).findById(id).lean())!;
  /** The mails about repairs that an address got, read, oldest first, once there are so many. */
  const mails = async (email: string, count: number) => {
    const find = async () =>
      await Promise.all((await of().sent()).filter(({ to }) => to.includes(email)).map(readSent));
    const about = async () => (await find()).filter(({ text }) => text.includes(WORK));
    await expect.poll(async () => (await about()).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(count);
    return await about();
  };
  return { point, ticket, offer, slots, book, stored, mails };
}

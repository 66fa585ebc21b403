import type { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { customerNames } from '../customers/find.ts';
import { readTickets } from '../tickets/find.ts';
import { listPoints } from './points.ts';
import type { Free } from './free.ts';
import type { RepairPointDoc } from './point-model.ts';
import type { RepairDoc } from './model.ts';
import type { PointView } from './point-schema.ts';
import type { RepairView, SlotList } from './schema.ts';

/** A service point as it leaves the house. */
export function presentPoint({ _id, v: _, slug: __, createdAt: ___, ...point }: RepairPointDoc): PointView {
  return { id: String(_id), ...point };
}

/** Repairs as they leave the house, with their tickets, customers and points. */
export async function presentRepairs(context: Context, repairs: RepairDoc[]): Promise<RepairView[]> {
  if (repairs.length === 0) return [];
  const idOf = ({ ticket }: RepairDoc): Types.ObjectId => ticket;
  const [tickets, names, points] = await Promise.all([
    readTickets(context, { _id: { $in: repairs.map(idOf) } }),
    customerNames(
      context,
      repairs.map(({ customer }) => customer),
    ),
    listPoints(context),
  ]);
  return repairs.map((repair) => {
    const ticket = tickets.find(({ _id }) => _id.equals(repair.ticket));
    const point = points.find(({ _id }) => repair.point?.equals(_id));
    return {
      ...{ id: String(repair._id), ticket: ticket?.number ?? 0, subject: ticket?.subject ?? '' },
      customer: names.get(String(repair.customer)) ?? '',
      ...factsOf(repair),
      slot: slotOf(repair, point),
    };
  });
}

function factsOf(repair: RepairDoc): Omit<RepairView, 'id' | 'ticket' | 'subject' | 'customer' | 'slot'> {
  const { state, duration, charge, currency, acceptedAt, tell, createdAt, changedAt, details, result } = repair;
  return {
    ...{ state, duration, charge, currency, tell },
    ...{ work: details?.work ?? '', price: details?.price ?? null, item: details?.item ?? null },
    where: details?.where ?? { postcode: '', place: '', address: '' },
    result: result ?? null,
    acceptedAt: acceptedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    changedAt: changedAt.toISOString(),
  };
}

function slotOf({ point, from, to }: RepairDoc, at: RepairPointDoc | undefined): RepairView['slot'] {
  if (!point || !from || !to) return null;
  const [name, timeZone, visits] = at ? [at.name, at.timeZone, at.visits] : ['', 'UTC', false];
  return { point: String(point), name, from: from.toISOString(), to: to.toISOString(), timeZone, visits };
}

/** Free times as they leave the house. */
export const presentSlots = ({ slots, next, reason }: Free): SlotList => ({
  items: slots.map(({ point, from, to }) => ({
    ...{ point: String(point._id), name: point.name },
    ...{ from: from.toISOString(), to: to.toISOString() },
  })),
  next: next?.toISOString() ?? null,
  reason,
});

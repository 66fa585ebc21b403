import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { isDuplicate } from '../vault/sealed.ts';
import { offer, slotName } from './free.ts';
import { Callbacks, type CallbackDoc } from './model.ts';

/** How long a place is kept for who has asked for it. */
const HELD_MS = 10 * 60_000;

/**
 * Keeps a place in the slot that begins then; undefined where it is not offered, or all its places are taken. Of two who
 * want the last place at once, the store lets one have it.
 */
export async function hold(context: Context, at: Date): Promise<CallbackDoc | undefined> {
  const { settings, slots = [] } = (await offer(context)) ?? {};
  if (!settings || !slots.some((slot) => slot.at.getTime() === at.getTime())) return undefined;
  const now = context.clock.now();
  const held: CallbackDoc = {
    ...{ _id: new Types.ObjectId(), v: 1, state: 'held' as const, at, dueAt: at, team: settings.team },
    slot: slotName(settings.team, at),
    heldUntil: new Date(now.getTime() + HELD_MS),
    ...{ ticket: null, customer: null, language: null, tries: [], agent: null, claimedUntil: null },
    ...{ letters: 0, createdAt: now },
  };
  for (let place = 0; place < settings.capacity; place += 1)
    try {
      await Callbacks(context).create({ ...held, place });
      return { ...held, place };
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  return undefined;
}

/** Gives a place back that was kept and is not wanted. */
export async function letGo(context: Context, { _id }: CallbackDoc): Promise<void> {
  await Callbacks(context).deleteOne({ _id, state: 'held' });
}

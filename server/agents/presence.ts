import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { startLoop } from '../loop.ts';
import { followSchedules } from './follow-schedule.ts';
import { Agents, type AgentDoc } from './model.ts';

/** An agent whose last inbox socket has been gone for this long is offline. */
export const GRACE_MS = 60_000;
/** How often a sign of life is written down. */
const WRITTEN_EVERY_MS = 15_000;
const SWEEP_MS = 2_000;

/** Which agents have an inbox open; the sockets' hub tells it. */
export interface AgentPresence {
  opened(agent: string): void;
  /** A sign of life of an open socket. */
  alive(agent: string): void;
  /** `lastAlive`: when the socket was last heard of, which is long before its end where a line was cut. */
  closed(agent: string, lastAlive: Date): void;
  stop(): Promise<void>;
}

/** Starts the sweep that takes agents offline who have been gone for a minute, also over a restart. */
export function startPresence(context: Context): AgentPresence {
  const open = new Map<string, number>();
  const written = new Map<string, number>();
  const writes = new Set<Promise<unknown>>();
  // Those whose sockets ended with the last process get a minute to come back.
  const since = context.clock.now().getTime();
  const write = (agent: string, at: Date): void => {
    written.set(agent, at.getTime());
    const writing = Agents(context)
      .updateOne({ _id: agent }, { $set: { lastSeenAt: at } })
      .exec()
      .catch((err: unknown) => context.log.error({ err, agent }, 'a sign of life could not be written'))
      .finally(() => writes.delete(writing));
    writes.add(writing);
  };
  const alive = (agent: string): void => {
    const now = context.clock.now();
    if (Math.abs(now.getTime() - (written.get(agent) ?? 0)) >= WRITTEN_EVERY_MS) write(agent, now);
  };
  const sweep = async (): Promise<void> => {
    const goneSince = context.clock.now().getTime() - GRACE_MS;
    const here = new Set(open.keys());
    if (since <= goneSince) await takeOffline(context, new Date(goneSince), here);
    await followSchedules(context, new Date(goneSince), here);
  };
  const loop = startLoop(context, { name: 'presence', everyMs: SWEEP_MS, run: sweep });
  return {
    alive,
    opened(agent) {
      open.set(agent, (open.get(agent) ?? 0) + 1);
      write(agent, context.clock.now());
    },
    closed(agent, lastAlive) {
      const left = (open.get(agent) ?? 1) - 1;
      if (left > 0) return void open.set(agent, left);
      open.delete(agent);
      written.delete(agent);
      write(agent, lastAlive);
      written.delete(agent);
    },
    async stop() {
      await loop.stop();
      await Promise.all(writes);
    },
  };
}

/** Only who was ever seen through a socket can be lost from sight: others keep what was set by hand. */
async function takeOffline(context: Context, goneSince: Date, here: Set<string>): Promise<void> {
  const agents = await Agents(context)
    .find({ availability: { $in: ['online', 'away'] } }, { lastSeenAt: 1, standing: 1 })
    .lean<Pick<AgentDoc, '_id' | 'lastSeenAt' | 'standing'>[]>();
  for (const { _id, lastSeenAt, standing } of agents) {
    if (!lastSeenAt || lastSeenAt > goneSince || here.has(String(_id))) continue;
    const offline = {
      availability: 'offline' as const,
      availabilitySince: context.clock.now(),
      // By their schedule they are there: they will be again when they come back.
      ...(standing === 'schedule' ? { standing: 'awaited' as const } : {}),
    };
    const { modifiedCount } = await Agents(context).updateOne(
      { _id: new Types.ObjectId(_id), lastSeenAt },
      { $set: offline },
    );
    if (modifiedCount > 0) await context.events.emit('agent.changed', { agent: String(_id), fields: ['availability'] });
  }
}

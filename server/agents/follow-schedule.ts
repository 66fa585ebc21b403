import type { Context } from '../context.ts';
import { Agents, type AgentDoc, type AgentSchedule, type Availability } from './model.ts';
import { calendarFor, scheduled } from './schedule.ts';

type Followed = Pick<AgentDoc, '_id' | 'teams' | 'availability' | 'lastSeenAt' | 'scheduledAt' | 'standing'> & {
  schedule: AgentSchedule;
};

/**
 * Makes agents online, away or offline by their schedules, each time that theirs changes: what they choose by hand holds
 * until the next change. Nobody is online whose inbox is not open (`here`: hex ids) and was not after `goneSince`: they
 * are once they open it.
 */
export async function followSchedules(context: Context, goneSince: Date, here: ReadonlySet<string>): Promise<void> {
  const agents = await Agents(context)
    .find(
      { scheduledAt: { $gte: new Date(0) }, active: true },
      { teams: 1, availability: 1, lastSeenAt: 1, scheduledAt: 1, standing: 1, schedule: 1, passwordHash: 1 },
    )
    .lean<(Followed & Pick<AgentDoc, 'passwordHash'>)[]>();
  // Who was invited and has not come yet is not there, whatever the clock says.
  for (const agent of agents) {
    // Who was never seen through a socket cannot be lost from sight, as with what is set by hand.
    const isHere = agent.lastSeenAt === null || agent.lastSeenAt > goneSince || here.has(String(agent._id));
    if (agent.passwordHash !== '') await follow(context, agent, isHere);
  }
}

async function follow(context: Context, agent: Followed, isHere: boolean): Promise<void> {
  const { state, since } = scheduled(await calendarFor(context, agent), context.clock.now());
  const changed = agent.standing === 'new' || (since.getTime() > 0 && since.getTime() !== agent.scheduledAt?.getTime());
  if (!changed && (agent.standing !== 'awaited' || !isHere || state === 'offline')) return;
  const becomes: Availability = isHere ? state : 'offline';
  const standing = isHere || state === 'offline' ? 'schedule' : 'awaited';
  const moved = becomes !== agent.availability;
  const { modifiedCount } = await Agents(context).updateOne(
    // What was chosen by hand in between stands.
    { _id: agent._id, standing: agent.standing ?? null, scheduledAt: agent.scheduledAt ?? null },
    {
      $set: {
        scheduledAt: since,
        standing,
        ...(moved ? { availability: becomes, availabilitySince: context.clock.now() } : {}),
      },
    },
  );
  if (modifiedCount > 0 && moved)
    await context.events.emit('agent.changed', { agent: String(agent._id), fields: ['availability'] });
}

import { Types } from 'mongoose';
import type { Context, Filing, FilingFacts } from '../context.ts';
import { factsOf } from '../tickets/conditions/facts.ts';
import { firstMatch } from '../tickets/conditions/match.ts';
import { differing } from '../tickets/differing.ts';
import { Tickets, type TicketDoc } from '../tickets/model.ts';
import { joint } from '../together.ts';
import { readTeams, type Team } from './desk.ts';
import { Rules, type RuleDoc } from './model.ts';
import { wantsOf } from './needs.ts';

const BATCH = 200;
/** A ticket stands a moment before its first message, which rules about words need. */
const MESSAGE_GRACE_MS = 10_000;

/** The team, priority and tags of a new ticket. Those who come at the same time read the rules together. */
export async function fileNew(context: Context, facts: FilingFacts): Promise<Filing> {
  const read = joint<null, InForce>(context.db, 'rules in force', async (asking) => {
    const value = await inForce(context, await readTeams(context));
    return asking.map(() => ({ value }));
  });
  return filing(await read(null), facts);
}

/**
 * Gives each waiting ticket without a team to the team of the first matching rule, else to the default: those that the
 * assistant handed over, and those that came when there was no team. Their ids, each with the names of what changed.
 */
export async function fileTickets(context: Context, teams: Team[]): Promise<Map<string, string[]>> {
  const filed = new Map<string, string[]>();
  for (;;) {
    const waiting = await Tickets(context).find({ team: null, queued: true }).limit(BATCH).lean<TicketDoc[]>();
    if (waiting.length === 0) return filed;
    const writes = await decisions(context, waiting, await inForce(context, teams));
    if (writes.length > 0)
      await Tickets(context).bulkWrite(
        writes.map(({ updateOne }) => ({ updateOne })),
        { ordered: false },
      );
    for (const { updateOne, names } of writes) filed.set(String(updateOne.filter._id), names);
    if (waiting.length < BATCH || writes.length === 0) return filed;
  }
}

/** The rules in their order, and the team of what none of them names. */
export interface InForce {
  rules: RuleDoc[];
  byDefault: Types.ObjectId | null;
}

/** The rules of a team that is gone say nothing. */
export async function inForce(context: Context, teams: Team[]): Promise<InForce> {
  const rules = await Rules(context).find().sort({ order: 1, _id: 1 }).lean<RuleDoc[]>();
  const known = new Set(teams.map(({ id }) => id));
  return {
    rules: rules.filter((rule) => rule.enabled && known.has(String(rule.action.team))),
    byDefault: teams[0] ? new Types.ObjectId(teams[0].id) : null,
  };
}

const filing = ({ rules, byDefault }: InForce, facts: FilingFacts): Filing =>
  actionOf(firstMatch(rules, facts)) ?? { team: byDefault };

function actionOf(rule: RuleDoc | undefined): Filing | undefined {
  if (!rule) return undefined;
  const { needs = [], ...action } = rule.action;
  const wants = wantsOf(needs);
  return { ...action, ...(needs.length > 0 ? { needs } : {}), ...(wants ? { wants } : {}) };
}

async function decisions(context: Context, tickets: TicketDoc[], now: InForce) {
  const facts = now.rules.length > 0 ? await factsOf(context, tickets) : undefined;
  const writes = tickets.map(async (ticket) => {
    const known = facts?.get(String(ticket._id));
    if (facts && !known && context.clock.now().getTime() - ticket.createdAt.getTime() < MESSAGE_GRACE_MS) return [];
    const { team, priority, tags = [], needs, wants }: Filing = known ? filing(now, known) : { team: now.byDefault };
    if (!team) return [];
    const asked = { ...(needs ? { needs } : {}), ...(wants ? { wants } : {}) };
    const filed = { team, ...(priority ? { priority } : {}), ...asked };
    const update = {
      $set: { ...filed, ...(await context.deadlines({ ...ticket, ...filed })) },
      ...(tags.length > 0 ? { $addToSet: { tags: { $each: tags } } } : {}),
    };
    // One that was changed meanwhile waits for the next turn.
    const { _id, messages } = ticket;
    const names = differing(ticket, { ...filed, tags: [...new Set([...ticket.tags, ...tags])] });
    return [{ names, updateOne: { filter: { _id, messages, team: null, queued: true }, update } }];
  });
  return (await Promise.all(writes)).flat();
}

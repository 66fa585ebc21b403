import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { Messages, type MessageDoc } from '../tickets/message-model.ts';
import { Tickets, type TicketDoc } from '../tickets/model.ts';
import { opened } from '../vault/sealed.ts';
import type { Team } from './desk.ts';
import { firstMatch } from './match.ts';
import { Rules, type RuleDoc } from './model.ts';

const BATCH = 200;
/** A ticket stands a moment before its first message, which rules about words need. */
const MESSAGE_GRACE_MS = 10_000;

/** Gives each waiting ticket without a team to the team of the first matching rule, else to the default. Their ids. */
export async function fileTickets(context: Context, teams: Team[]): Promise<string[]> {
  const rules = await enabledRules(context, teams);
  const filed: string[] = [];
  for (;;) {
    const waiting = await Tickets(context).find({ team: null, queued: true }).limit(BATCH).lean<TicketDoc[]>();
    const writes = await decisions(context, waiting, rules, teams[0]);
    if (writes.length > 0) await Tickets(context).bulkWrite(writes, { ordered: false });
    filed.push(...writes.map(({ updateOne }) => String(updateOne.filter._id)));
    if (waiting.length < BATCH || writes.length === 0) return filed;
  }
}

/** The rules in force, in their order; those of a team that is gone say nothing. */
async function enabledRules(context: Context, teams: Team[]): Promise<RuleDoc[]> {
  const rules = await Rules(context).find().sort({ order: 1, _id: 1 }).lean<RuleDoc[]>();
  const known = new Set(teams.map(({ id }) => id));
  return rules.filter((rule) => rule.enabled && known.has(String(rule.action.team)));
}

async function decisions(context: Context, tickets: TicketDoc[], rules: RuleDoc[], byDefault: Team | undefined) {
  const texts = rules.some((rule) => rule.conditions.words) ? await textsOf(context, tickets) : undefined;
  return tickets.flatMap((ticket) => {
    const text = texts?.get(String(ticket._id)) ?? '';
    if (texts && !text && context.clock.now().getTime() - ticket.createdAt.getTime() < MESSAGE_GRACE_MS) return [];
    const action: { team?: RuleDoc['action']['team'] } & Omit<RuleDoc['action'], 'team'> = firstMatch(rules, {
      ...ticket,
      text,
    })?.action ?? { ...(byDefault ? { team: new Types.ObjectId(byDefault.id) } : {}) };
    if (!action.team) return [];
    const update = {
      $set: { team: action.team, ...(action.priority ? { priority: action.priority } : {}) },
      ...(action.tags?.length ? { $addToSet: { tags: { $each: action.tags } } } : {}),
    };
    return [{ updateOne: { filter: { _id: ticket._id, team: null, queued: true }, update } }];
  });
}

/** Subject and first message of each ticket that has its first message, one query for all. */
async function textsOf(context: Context, tickets: TicketDoc[]): Promise<Map<string, string>> {
  const ids = tickets.map((ticket) => ticket._id);
  const first = await Messages(context)
    .find({ ticket: { $in: ids }, n: 1 })
    .lean<MessageDoc[]>();
  const texts = new Map(first.map((doc) => [String(doc.ticket), opened(context, Messages, doc).text ?? '']));
  for (const ticket of tickets) {
    const text = texts.get(String(ticket._id));
    if (text !== undefined)
      texts.set(String(ticket._id), `${opened(context, Tickets, ticket).subject ?? ''}\n${text} `);
  }
  return texts;
}

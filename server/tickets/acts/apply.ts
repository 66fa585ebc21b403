import type { Context } from '../../context.ts';
import { fail } from '../../errors.ts';
import { assign, type Assignment } from '../assign.ts';
import { setPriority, setTags, setType } from '../classify.ts';
import type { NamedActor } from '../event.ts';
import type { TicketDoc } from '../model.ts';
import { snooze } from '../snooze.ts';
import { markSpam, releaseSpam } from '../spam.ts';
import { setStatus } from '../status.ts';
import type { TicketActs } from './schema.ts';

/**
 * Makes several changes of a ticket, each by its own verb with its own line in the thread; what is so already is left
 * alone. Fails as the verbs do, with `forbidden` when a program says `me`, and `conflict` when the ticket was erased.
 */
export async function applyActs(
  context: Context,
  ticket: TicketDoc,
  acts: TicketActs,
  by: NamedActor,
): Promise<TicketDoc> {
  let now = ticket;
  const to = assignmentOf(acts, now, by);
  if (to) now = (await assign(context, now, to, by)) ?? fail('conflict');
  if (acts.team !== undefined && acts.team !== hex(now.team))
    now = (await assign(context, now, { team: acts.team }, by)) ?? fail('conflict');
  if (acts.type) now = await setType(context, now, acts.type, by);
  if (acts.priority) now = await setPriority(context, now, acts.priority, by);
  const tags = acts.tags && tagsAfter(now.tags, acts.tags);
  if (tags && tags.join('\n') !== now.tags.join('\n')) now = await setTags(context, now, tags, by);
  if (acts.status) now = await setStatus(context, now, acts.status, by);
  if (acts.snooze) now = await snooze(context, now, new Date(acts.snooze), by);
  if (acts.spam !== undefined) now = await (acts.spam ? markSpam : releaseSpam)(context, now, by);
  return now;
}

function assignmentOf({ assignee }: TicketActs, ticket: TicketDoc, by: NamedActor): Assignment | undefined {
  if (assignee === undefined) return undefined;
  const id = assignee === 'me' ? (by.id ?? fail('forbidden')) : assignee;
  return id === hex(ticket.assignee) ? undefined : { assignee: id };
}

/** Tags are lower case (see setTags). */
function tagsAfter(tags: readonly string[], { add = [], remove = [] }: NonNullable<TicketActs['tags']>): string[] {
  const clean = (names: readonly string[]) => names.map((name) => name.trim().toLowerCase());
  const gone = new Set(clean(remove));
  return [...new Set([...tags.filter((tag) => !gone.has(tag)), ...clean(add)])];
}

const hex = (id: { toString(): string } | null): string | null => (id ? String(id) : null);

import type { MessageView } from '../../../server/tickets/schema.ts';
import { daysBefore } from './times.ts';

/** A message in the thread; `local` while the server has not got it. */
export interface Entry {
  message: MessageView;
  local?: { state: 'sending' | 'failed'; reason?: string };
}

export type ThreadItem =
  | { kind: 'day'; key: string; at: string; daysAgo: number }
  | { kind: 'new'; key: string }
  | { kind: 'events'; key: string; events: MessageView[] }
  | { kind: 'merged'; key: string; event: MessageView }
  | { kind: 'message'; key: string; entry: Entry; joined: boolean };

const JOIN_WITHIN = 5 * 60_000;

/**
 * What the thread shows, in order: day separators, one mark before the first message after `seen` that is not by
 * `me`, events in a row as one line, merges that stand by themselves, and messages; `joined` ones follow the same author within five minutes.
 */
export function threadItems(entries: readonly Entry[], seen: number, me: string, now: Date): ThreadItem[] {
  const items: ThreadItem[] = [];
  const merges = standingMerges(entries);
  let day: number | undefined;
  let marked = seen === 0;
  for (const entry of entries) {
    const { message } = entry;
    const ago = daysBefore(message.at, now);
    if (ago !== day) items.push({ kind: 'day', key: `day-${message.id}`, at: message.at, daysAgo: ago });
    day = ago;
    if (!marked && message.n > seen && message.direction !== 'event' && message.author.id !== me && !entry.local) {
      items.push({ kind: 'new', key: 'new' });
      marked = true;
    }
    if (merges.has(message.id)) items.push({ kind: 'merged', key: `merged-${message.id}`, event: message });
    else if (message.direction === 'event') addEvent(items, message);
    else
      items.push({ kind: 'message', key: message.clientId ?? message.id, entry, joined: joins(items.at(-1), entry) });
  }
  return items;
}

/** Ids of the lines of merges that stand: of each ticket the last one, unless it was taken back. */
function standingMerges(entries: readonly Entry[]): ReadonlySet<string> {
  const last = new Map<string, string>();
  for (const { message } of entries) {
    const { kind, params } = message.event ?? {};
    const number = params?.['number'];
    if (number === undefined) continue;
    if (kind === 'merged') last.set(number, message.id);
    if (kind === 'unmerged') last.delete(number);
  }
  return new Set(last.values());
}

function addEvent(items: ThreadItem[], event: MessageView): void {
  const last = items.at(-1);
  if (last?.kind === 'events') last.events.push(event);
  else items.push({ kind: 'events', key: `events-${event.id}`, events: [event] });
}

function joins(before: ThreadItem | undefined, { message }: Entry): boolean {
  if (before?.kind !== 'message') return false;
  const other = before.entry.message;
  return (
    other.direction === message.direction &&
    other.author.kind === message.author.kind &&
    other.author.id === message.author.id &&
    other.author.name === message.author.name &&
    new Date(message.at).getTime() - new Date(other.at).getTime() < JOIN_WITHIN
  );
}

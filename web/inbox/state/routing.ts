import type { InboxTexts } from '../../../server/messages/inbox/en.ts';
import type { TicketView } from '../../../server/tickets/schema.ts';
import { fill } from './texts.svelte.ts';

type Reasoned = Pick<TicketView, 'routing' | 'assignee' | 'handler' | 'status'>;

/** Why the ticket is with whom it is, or waits, in the reader's language; undefined when that is not so any more. */
export function routingText(ticket: Reasoned, t: InboxTexts): string | undefined {
  const { routing, assignee, handler, status } = ticket;
  if (!routing) return undefined;
  const { kind, params } = routing;
  if (kind === 'given') return params.agentId === assignee?.id ? givenText(params, t) : undefined;
  const waits = !assignee && handler === 'agents' && (status === 'new' || status === 'open');
  if (!waits) return undefined;
  if (kind === 'returned') return fill(t.routing.returned, params);
  const text = params.team ? t.routing[`${kind}Team`] : t.routing[kind];
  return fill(text, { ...params, what: params.load === 'live' ? t.routing.live : t.routing.mail });
}

/** What made the difference between whoever got it and the next. */
const BY = ['fewest', 'fluent', 'idle', 'last', 'skilled'] as const;

const givenText = (params: Readonly<Record<string, string>>, t: InboxTexts): string =>
  fill(t.routing.given, { ...params, why: whyGiven(params, t) });

/** What spoke for whoever got it. */
export function whyGiven(params: Readonly<Record<string, string>>, t: InboxTexts): string {
  const languages: Record<string, string> = t.language;
  const told = (text: string, language: string | undefined) =>
    language ? [fill(text, { language: languages[language] ?? language })] : [];
  return [
    ...told(t.routing.speaks, params.speaks),
    ...told(t.routing.nobodySpeaks, params.nobodySpeaks),
    ...(params.knows ? [fill(t.routing.knows, params)] : []),
    ...(params.lacks ? [fill(t.routing.lacks, params)] : []),
    fill(t.routing.place, params),
    t.routing[BY.find((by) => by === params.by) ?? 'only'],
  ].join(', ');
}

import type { MessageView, TicketView } from '../../../server/tickets/schema.ts';

/** What an agent can be told of, and how. */
export const NOTICES = ['mentions', 'assignments', 'tickets'] as const;
export type Notice = (typeof NOTICES)[number];
export const WAYS = ['page', 'sound', 'title'] as const;
export type Way = (typeof WAYS)[number];
export type NoticeSettings = Record<Notice, Record<Way, boolean>>;

/** A pushed change of a ticket, and of its message where it is about one. */
export interface Push {
  ticket: TicketView;
  fields?: readonly string[];
  message?: MessageView;
  /** The ticket as it was known here before. */
  before?: TicketView | undefined;
}

/** What a push is to this agent: something meant for them, a new ticket, or nothing to be told of. */
export function noticeOf({ ticket, fields = [], message, before }: Push, me: string): Notice | undefined {
  const byMe = message?.author.kind === 'agent' && message.author.id === me;
  if (message?.direction === 'note' && !byMe && message.mentions?.includes(me)) return 'mentions';
  const mine = ticket.assignee?.id === me;
  if (message?.direction === 'event' && !byMe && mine && ['assigned', 'routed'].includes(message.event?.kind ?? ''))
    return 'assignments';
  if (message?.direction === 'in' && message.n === 1 && ticket.queued && !before?.messages) return 'tickets';
  void fields;
  return undefined;
}

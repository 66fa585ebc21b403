import type { MessageView, TicketView } from '../../../server/tickets/schema.ts';

/** What an agent can be told of, and how. */
export const NOTICES = ['mentions', 'assignments', 'deadlines', 'tickets'] as const;
export type Notice = (typeof NOTICES)[number];
export const WAYS = ['page', 'sound', 'title'] as const;
export type Way = (typeof WAYS)[number];

/** A message as it was pushed; a note names the colleagues whom it mentions. */
export type Pushed = MessageView & { mentions?: readonly string[] };

/** What a pushed message is to this agent: something meant for them, a ticket that is new to all, or nothing. */
export function noticeOf(ticket: TicketView, message: Pushed, me: string): Notice | undefined {
  if (message.author.kind === 'agent' && message.author.id === me) return undefined;
  if (message.direction === 'note') return message.mentions?.includes(me) ? 'mentions' : undefined;
  if (message.direction === 'in') return message.n === 1 && ticket.handler === 'agents' ? 'tickets' : undefined;
  const { kind = '', params = {} } = message.event ?? {};
  if (kind.startsWith('deadline')) return params.agents?.split(' ').includes(me) ? 'deadlines' : undefined;
  return ['assigned', 'routed'].includes(kind) && params.agentId === me ? 'assignments' : undefined;
}

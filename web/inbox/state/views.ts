import type { AgentView } from '../../../server/agents/schema.ts';
import type { TicketView } from '../../../server/tickets/schema.ts';

/** Shapes of the HTTP interface that the inbox reads besides tickets and messages. */
export interface Ref {
  id: string;
  name: string;
}
export type { AgentView };
export type Availability = AgentView['availability'];
export type Theme = AgentView['settings']['theme'];

export interface CustomerView {
  id: string;
  name: string;
  language: string | null;
  identities: { kind: string; value: string; verified: boolean }[];
  createdAt: string;
  tickets: TicketView[];
}

export interface SuggestionView {
  id: string;
  slug: string;
  locale: string;
  title: string;
  excerpt: string;
  url: string;
}

export const OUTCOMES = ['pending', 'ticket', 'duplicate', 'merged', 'ignored', 'quarantined'] as const;
export type Outcome = (typeof OUTCOMES)[number];
export interface IntakeView {
  id: string;
  channel: string;
  account: string;
  receivedAt: string;
  size: number;
  outcome: Outcome;
  reason: string | null;
  ticket: number | null;
}

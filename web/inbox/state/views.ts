import type { AgentView, ChangeMe, SessionView } from '../../../server/agents/schema.ts';
import type { CustomerView } from '../../../server/customers/schema.ts';
import type { IntakeSummary, IntakeView } from '../../../server/intake/schema.ts';

/** Shapes of the HTTP interface that the inbox reads besides tickets and messages. */
export interface Ref {
  id: string;
  name: string;
}
export type { AgentView, CustomerView, SessionView };
export type OwnChange = ChangeMe;
export type Availability = AgentView['availability'];
export type Theme = AgentView['settings']['theme'];

export interface SuggestionView {
  id: string;
  slug: string;
  locale: string;
  title: string;
  excerpt: string;
  url: string;
}

export const OUTCOMES = ['pending', 'ticket', 'duplicate', 'merged', 'ignored', 'quarantined', 'erased'] as const;
export type Outcome = IntakeView['outcome'];
export type { IntakeSummary, IntakeView };

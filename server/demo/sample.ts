import type { TicketType } from '../tickets/envelopes.ts';
import type { Priority, Status } from '../tickets/model.ts';
import type { Details } from '../tickets/steps/table.ts';

/** A ticket of the sample company: what its thread says, and where it stands now. */
export interface Sample {
  channel: 'email' | 'webchat' | 'form' | 'api';
  type: TicketType;
  /** The customer's name; their address is made from it. */
  from: string;
  subject?: string;
  /** Hours since the first message. */
  age: number;
  status: Status;
  priority?: Priority;
  tags?: string[];
  team: 'orders' | 'returns' | 'technical';
  /** Order number, product…, as a form states them. */
  fields?: Record<string, string>;
  /** How far it has come in its life cycle, with what was said. */
  steps?: readonly (readonly [step: string, details?: Details])[];
  /** In order; the first is the customer's. */
  thread: readonly (readonly [who: 'customer' | 'agent' | 'note', text: string])[];
}

import type { TicketType } from '../envelopes.ts';

/** Who asks for a step; `program` is a token, `customer` whoever has proved to be the ticket's. */
export const TAKERS = ['admin', 'supervisor', 'agent', 'readonly', 'program', 'customer'] as const;
export type Taker = (typeof TAKERS)[number];

export const LEADS = ['admin', 'supervisor'] as const;
export const DESK = [...LEADS, 'agent', 'program'] as const;
export const EITHER = [...DESK, 'customer'] as const;

/** What a step asks for. `told` ones stand on the customer's page and in messages; the others are for agents. */
export const DETAILS = {
  outcome: { kind: 'choice', choices: ['upheld', 'partly-upheld', 'rejected'], told: true },
  remedy: {
    kind: 'choice',
    choices: ['repair', 'replacement', 'price-reduction', 'refund', 'apology'],
    told: true,
  },
  reason: { kind: 'text', told: true },
  amount: { kind: 'line', told: true },
  tracking: { kind: 'line', told: true },
  /** Where the customer gets it: an address of the web, or what to show at the counter. */
  label: { kind: 'line', told: true },
  condition: { kind: 'choice', choices: ['as-new', 'used', 'damaged', 'incomplete', 'other-item'], told: false },
  note: { kind: 'text', told: false },
} as const satisfies Record<string, { kind: 'choice' | 'text' | 'line'; choices?: readonly string[]; told: boolean }>;
export type DetailName = keyof typeof DETAILS;
export type Details = Partial<Record<DetailName, string>>;

/** When a detail is needed: always, or with certain values of another one (and refused with the rest). */
export type Need = 'needed' | 'may' | { with: DetailName; in: readonly string[] };

/** One legal step, and who may take it; a step may stand in several rows. */
export interface Row {
  step: string;
  from: readonly string[];
  to: string;
  takers: readonly Taker[];
  details: Partial<Record<DetailName, Need>>;
}

export interface Stage {
  /** Whose turn it is; `nobody`: it has come to its end. */
  turn: 'desk' | 'customer' | 'nobody';
  /** A ticket may be solved here. */
  outcome: boolean;
}

/** A life cycle: its stages, the first of them first, and every legal step. */
export interface Machine {
  type: TicketType;
  stages: Readonly<Record<string, Stage>>;
  rows: readonly Row[];
}

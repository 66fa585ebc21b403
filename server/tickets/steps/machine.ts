import type { TicketType } from '../envelopes.ts';
import { complaint } from './complaint.ts';
import { inquiry } from './inquiry.ts';
import { returning } from './return.ts';
import {
  DETAILS,
  type DetailName,
  type Details,
  type Machine,
  type Need,
  type Row,
  type Stage,
  type Taker,
} from './table.ts';

export const machines: Readonly<Record<TicketType, Machine>> = { complaint, return: returning, inquiry };

/** Where a ticket stands in its life cycle, as it is stored. Absent: at the beginning. */
export interface StageDoc {
  /** Of the cycle it is in: another type of ticket has another, and begins it at its beginning. */
  type: TicketType;
  name: string;
  since: Date;
  /** How a complaint was decided. */
  outcome?: string;
}

/** What of a ticket its stage follows from. */
export interface Staged {
  type: TicketType;
  typeGuessed: boolean;
  createdAt: Date;
  stage?: StageDoc;
}

/** Where it stands. */
export function stageOf({ type, stage, createdAt }: Staged): { name: string; since: Date; outcome: string | null } {
  const known = stage?.type === type ? stage : undefined;
  const [first = ''] = Object.keys(machines[type].stages);
  return { name: known?.name ?? first, since: known?.since ?? createdAt, outcome: known?.outcome ?? null };
}

export const stageNamed = (type: TicketType, name: string): Stage | undefined => machines[type].stages[name];

/** The steps that this one may take from there. */
export const legalSteps = (type: TicketType, stage: string, taker: Taker): Row[] =>
  machines[type].rows.filter(({ from, takers }) => from.includes(stage) && takers.includes(taker));

/** The row of a step from a stage, and whether this one may take it; undefined where it is illegal for everybody. */
export function stepFrom(
  type: TicketType,
  stage: string,
  step: string,
  taker: Taker,
): { row: Row; allowed: boolean } | undefined {
  const rows = machines[type].rows.filter((row) => row.step === step && row.from.includes(stage));
  const row = rows.find(({ takers }) => takers.includes(taker)) ?? rows[0];
  return row && { row, allowed: row.takers.includes(taker) };
}

/**
 * True while solving it would leave its customer without an outcome. A type that was only guessed binds nobody: whoever
 * takes a step, or sets the type, says that it is one.
 */
export const lacksOutcome = (ticket: Staged): boolean =>
  !ticket.typeGuessed && stageNamed(ticket.type, stageOf(ticket).name)?.outcome === false;

export interface Wrong {
  /** What is needed and was not said. */
  missing: DetailName[];
  /** What the step does not ask for, or is none of its words. */
  wrong: DetailName[];
}

/** What is wrong with the details of a step. */
export function wrongDetails({ details }: Pick<Row, 'details'>, given: Details): Wrong {
  const names = Object.keys(DETAILS) as DetailName[];
  const said = (name: DetailName) => (given[name] ?? '').trim() !== '';
  const applies = (need: Need | undefined) =>
    need !== undefined && (typeof need === 'string' || need.in.includes(given[need.with] ?? ''));
  return {
    missing: names.filter((name) => {
      const need = details[name];
      return need !== undefined && need !== 'may' && applies(need) && !said(name);
    }),
    wrong: names.filter((name) => said(name) && (!applies(details[name]) || !isWord(name, given[name] ?? ''))),
  };
}

function isWord(name: DetailName, value: string): boolean {
  const detail = DETAILS[name];
  return !('choices' in detail) || (detail.choices as readonly string[]).includes(value);
}

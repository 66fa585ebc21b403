import { Type } from 'typebox';
import { closed } from '../../http/shapes.ts';
import type { RepairTexts } from '../../messages/repairs.ts';
import type { Site } from '../schema.ts';

/** What the page of a customer's repair is rendered from. */
export interface OwnRepairProps {
  site: Site;
  texts: RepairTexts['page'];
  /** The page's own address, and that of the request. */
  path: string;
  request: string;
  work: string;
  /** When, where and for how much, in words. */
  facts: string[];
  state: { kind: 'work' | 'ask' | 'over'; label: string };
  /** Whether a time can be chosen; `moves`: another one than before. */
  chooses: boolean;
  moves: boolean;
  days: { day: string; slots: { value: string; label: string; where: string }[] }[];
  zone: string;
  later: string;
  sooner: string;
  /** What is to be accepted with the time; empty where there is nothing. */
  accept: string;
  /** Why there is nothing to choose. */
  note: string;
  result: { text: string; parts: string[] };
  done: string;
  problem: string;
}

const open = { additionalProperties: true };
export const RepairQuery = Type.Object(
  { done: Type.Optional(Type.String({ maxLength: 20 })), after: Type.Optional(Type.String({ maxLength: 40 })) },
  open,
);
export const RepairBookBody = Type.Object(
  { slot: Type.Optional(Type.String({ maxLength: 60 })), accept: Type.Optional(Type.String({ maxLength: 10 })) },
  closed,
);
export const RepairCancelBody = Type.Object({ reason: Type.Optional(Type.String({ maxLength: 10_000 })) }, closed);

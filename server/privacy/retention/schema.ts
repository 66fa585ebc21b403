import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf, Time } from '../../http/shapes.ts';
import { TypeName } from '../../tickets/schema.ts';

/** Tickets that are solved or closed, of a kind, in which nothing has happened for so many days; null is any. */
const wish = {
  type: nullable(TypeName),
  channel: nullable(Type.String({ minLength: 1, maxLength: 40 })),
  days: Type.Integer({ minimum: 1, maximum: 36_500 }),
  /** files: attachments and the raw items that hold them; redact: all that was written; erase: the customer. */
  act: oneOf('files', 'redact', 'erase'),
};

export const RetentionBody = Type.Object({ ...wish, active: Type.Boolean() }, closed);
export const RetentionParams = Type.Object({ id: Id }, closed);
export const RetentionRuleView = Type.Object({ id: Id, ...wish, active: Type.Boolean(), since: Time }, closed);
export type RetentionRuleView = Static<typeof RetentionRuleView>;
export const RetentionList = Type.Object(
  { items: Type.Array(RetentionRuleView), next: nullable(Type.String()) },
  closed,
);

/** What a rule did, or would do; `numbers` are the first hundred tickets. */
const Part = Type.Object(
  {
    ...{ rule: Id, ...wish },
    tickets: Type.Integer(),
    messages: Type.Integer(),
    files: Type.Integer(),
    customers: Type.Integer(),
    numbers: Type.Array(Type.Integer()),
  },
  closed,
);

/** One rule alone, on or not; without it all that are on. */
export const PreviewQuery = Type.Object({ rule: Type.Optional(Id) }, closed);
export const PreviewView = Type.Object(
  {
    parts: Type.Array(Part),
    /** Tickets that are due and that a legal hold keeps. */
    held: Type.Array(Type.Integer()),
  },
  closed,
);
export type PreviewView = Static<typeof PreviewView>;

export const RunView = Type.Object(
  {
    id: Id,
    at: Time,
    doneAt: nullable(Time),
    state: oneOf('running', 'done'),
    scheduled: Type.Boolean(),
    by: Type.String(),
    parts: Type.Array(Part),
    held: Type.Array(Type.Integer()),
    failed: Type.Integer(),
  },
  closed,
);
export type RunView = Static<typeof RunView>;
export const RunQuery = Type.Object(
  {
    after: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 20 })),
  },
  closed,
);
export const RunList = Type.Object({ items: Type.Array(RunView), next: nullable(Type.String()) }, closed);

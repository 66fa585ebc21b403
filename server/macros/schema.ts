import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf, Time } from '../http/shapes.ts';
import { COMMON_ACTS } from '../tickets/acts/schema.ts';

/** Shapes in and out of macros. A macro that does nothing but write is a saved reply. */
const Text = Type.String({ minLength: 1, maxLength: 20_000 });
const Texts = Type.Object(
  {
    en: Type.Optional(Text),
    es: Type.Optional(Text),
    ro: Type.Optional(Text),
    pl: Type.Optional(Text),
    ru: Type.Optional(Text),
  },
  closed,
);

export const MacroActs = Type.Object(
  {
    ...COMMON_ACTS,
    /** How long the ticket sleeps, in words of any of the languages: “tomorrow 9”. Read where the macro is used. */
    snooze: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
  },
  { ...closed, minProperties: 1 },
);
export type MacroActs = Static<typeof MacroActs>;

/** POST adds one, PUT replaces one. It needs a text, or something to do. */
export const MacroBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
    shared: oneOf('own', 'team', 'all'),
    /** For `team`. */
    team: Type.Optional(Id),
    texts: Type.Optional(Texts),
    acts: Type.Optional(MacroActs),
  },
  closed,
);
export type MacroBody = Static<typeof MacroBody>;

export const MacroView = Type.Object(
  {
    id: Id,
    name: Type.String(),
    shared: oneOf('own', 'team', 'all'),
    team: nullable(Id),
    owner: nullable(Id),
    texts: Texts,
    /** Null: a saved reply. */
    acts: nullable(MacroActs),
    changedAt: Time,
    /** Whether who asks may change it. */
    mayChange: Type.Boolean(),
  },
  closed,
);
export type MacroView = Static<typeof MacroView>;
export const MacroList = Type.Object({ items: Type.Array(MacroView), next: Type.Null() }, closed);
export const MacroParams = Type.Object({ id: Id }, closed);

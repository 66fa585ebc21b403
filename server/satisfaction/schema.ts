import { Type, type Static } from 'typebox';
import { closed, Id, nullable, Time } from '../http/shapes.ts';
import { TypeName } from '../tickets/schema.ts';

/** Shapes of asking customers how content they are, and of what they said. */
const Text = Type.Optional(Type.String({ maxLength: 2_000 }));
const Texts = Type.Optional(Type.Object({ en: Text, es: Text, ro: Text, pl: Text, ru: Text }, closed));
export const SurveyBody = Type.Object(
  {
    enabled: Type.Boolean(),
    /** How long after solving is asked. */
    hours: Type.Integer({ minimum: 0, maximum: 720 }),
    /** About these types of tickets. */
    types: Type.Array(TypeName, { uniqueItems: true, maxItems: 3 }),
    /** Own words of the question, by type and language. */
    texts: Type.Object({ complaint: Texts, return: Texts, inquiry: Texts }, closed),
    /** Agents who hear of marks of 1 and 2; none: everybody who leads. */
    notify: Type.Array(Id, { uniqueItems: true, maxItems: 50 }),
  },
  closed,
);
export type SurveyBody = Static<typeof SurveyBody>;
export const ReportQuery = Type.Object({ from: Type.Optional(Time), to: Type.Optional(Time) }, closed);

const Marks = {
  /** How many marks were given, their mean, and how many of them are 1 or 2. */
  count: Type.Integer(),
  mean: Type.Number(),
  low: Type.Integer(),
};
/** Marks given in that time, the last 13 weeks where none is named. */
export const SatisfactionView = Type.Object(
  {
    from: Time,
    to: Time,
    all: nullable(Type.Object(Marks, closed)),
    types: Type.Array(Type.Object({ type: TypeName, ...Marks }, closed)),
    teams: Type.Array(Type.Object({ team: nullable(Type.String()), ...Marks }, closed)),
    /** By the Monday, in the desk's time zone, on which each begins. */
    weeks: Type.Array(Type.Object({ monday: Type.String({ format: 'date' }), ...Marks }, closed)),
    /** The last low marks, the newest first. */
    low: Type.Array(
      Type.Object(
        { number: Type.Integer(), subject: Type.String(), score: Type.Integer(), comment: Type.String(), at: Time },
        closed,
      ),
    ),
  },
  closed,
);
export type SatisfactionView = Static<typeof SatisfactionView>;

import { Type, type Static } from 'typebox';
import { Locale } from '../../../knowledge-base/schema.ts';
import { closed, Id, Time } from '../../http/shapes.ts';

/** Shapes in and out of what articles are of use for. */
export const MarkParams = Type.Object({ number: Type.Integer({ minimum: 1 }), id: Id }, closed);
export const MarkBody = Type.Object({ useful: Type.Boolean() }, closed);
/** By the article's id. */
export const MarkList = Type.Object({ marks: Type.Record(Type.String(), Type.Boolean()) }, closed);
export type MarkList = Static<typeof MarkList>;

const TicketLine = Type.Object({ number: Type.Integer(), subject: Type.String(), at: Time }, closed);
export const UsefulnessQuery = Type.Object({ locale: Locale }, closed);
export const UsefulnessView = Type.Object(
  {
    /** What helps most stands first. */
    articles: Type.Array(
      Type.Object(
        {
          id: Id,
          title: Type.String(),
          /** Answers of readers to "was this helpful?", in this language. */
          readers: Type.Object({ yes: Type.Integer(), no: Type.Integer() }, closed),
          /** Tickets for which agents said that it was of use, or not. */
          agents: Type.Object({ yes: Type.Integer(), no: Type.Integer() }, closed),
          /** The last tickets that it was of use for. */
          tickets: Type.Array(TicketLine),
        },
        closed,
      ),
    ),
    /** The last tickets for which articles were looked at, and none was of use. */
    without: Type.Array(TicketLine),
  },
  closed,
);
export type UsefulnessView = Static<typeof UsefulnessView>;

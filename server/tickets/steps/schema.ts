import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf, Time } from '../../http/shapes.ts';
import { LanguageName, TypeName } from '../schema.ts';

const Text = Type.String({ maxLength: 5_000 });
const Line = Type.String({ maxLength: 200 });

/** What a step says; which of it a step needs is in `GET …/steps`. */
export const DetailsIn = Type.Object(
  {
    outcome: Type.Optional(Line),
    remedy: Type.Optional(Line),
    reason: Type.Optional(Text),
    amount: Type.Optional(Line),
    tracking: Type.Optional(Line),
    label: Type.Optional(Type.String({ maxLength: 1000 })),
    condition: Type.Optional(Line),
    note: Type.Optional(Text),
  },
  closed,
);

export const StepBody = Type.Object(
  {
    /** The same id again is the same step. */
    clientId: Type.String({ minLength: 8, maxLength: 58 }),
    step: Type.String({ minLength: 1, maxLength: 40 }),
    details: Type.Optional(DetailsIn),
    /** What the customer is sent with it. */
    text: Type.Optional(Type.String({ minLength: 1, maxLength: 20_000 })),
    /** Without `text`: the words of the step in the customer's language. */
    tell: Type.Optional(Type.Boolean()),
    /** Solves the ticket, where the step ends in an outcome. */
    solve: Type.Optional(Type.Boolean()),
  },
  closed,
);

export const CourseView = Type.Object(
  {
    type: TypeName,
    stage: Type.String(),
    since: Time,
    /** How a complaint was decided. */
    outcome: nullable(Type.String()),
    /** False: solving it is refused until a step has led to an outcome. */
    solvable: Type.Boolean(),
    /** What was done, oldest first. */
    course: Type.Array(
      Type.Object(
        {
          step: Type.String(),
          type: TypeName,
          stage: Type.String(),
          at: Time,
          /** Null: it followed from something else. */
          by: nullable(
            Type.Object(
              { kind: oneOf('agent', 'customer', 'assistant', 'system'), id: Type.Optional(Id), name: Type.String() },
              closed,
            ),
          ),
          details: DetailsIn,
        },
        closed,
      ),
    ),
    /** What whoever asks may do now. */
    steps: Type.Array(
      Type.Object(
        {
          step: Type.String(),
          to: Type.String(),
          /** True when the ticket may be solved with it. */
          ends: Type.Boolean(),
          details: Type.Array(
            Type.Object(
              {
                name: Type.String(),
                kind: oneOf('choice', 'text', 'line'),
                choices: Type.Optional(Type.Array(Type.String())),
                /** `with`: only with certain values of another detail. */
                need: oneOf('needed', 'may', 'with'),
                with: Type.Optional(Type.Object({ name: Type.String(), in: Type.Array(Type.String()) }, closed)),
              },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
    /** The language of the messages that go with steps, and what stands in for `{…}` in them. */
    language: LanguageName,
    values: Type.Record(Type.String(), Type.String()),
    /** The shop's own words for steps that have some, in that language. */
    messages: Type.Record(Type.String(), Type.String()),
  },
  closed,
);
export type CourseView = Static<typeof CourseView>;

import { Type, type Static } from 'typebox';
import { closed } from '../../../http/shapes.ts';
import { TypeName } from '../../schema.ts';

const Text = Type.String({ minLength: 1, maxLength: 4000 });

export const StepParams = Type.Object({ type: TypeName, step: Type.String({ minLength: 1, maxLength: 40 }) }, closed);

/** By language: what is said in place of the usual words; a language that is left out has those. */
export const StepTextsBody = Type.Object(
  {
    texts: Type.Object(
      {
        en: Type.Optional(Text),
        es: Type.Optional(Text),
        ro: Type.Optional(Text),
        pl: Type.Optional(Text),
        ru: Type.Optional(Text),
      },
      closed,
    ),
  },
  closed,
);
export type StepTextsBody = Static<typeof StepTextsBody>;

export const StepMessageList = Type.Object(
  {
    /** Every step of every life cycle. */
    items: Type.Array(
      Type.Object(
        {
          type: TypeName,
          step: Type.String(),
          /** What its message may name in braces. */
          names: Type.Array(Type.String()),
          texts: StepTextsBody.properties.texts,
        },
        closed,
      ),
    ),
  },
  closed,
);
export type StepMessageList = Static<typeof StepMessageList>;

import { Type, type Static } from 'typebox';
import { closed, nullable, oneOf, Time } from '../../../http/shapes.ts';
import { MODES } from './model.ts';

export const IdentityView = Type.Object(
  {
    mode: oneOf(...MODES),
    /** When the secret was made; null while there is none. */
    madeAt: nullable(Time),
  },
  closed,
);
export type IdentityView = Static<typeof IdentityView>;
export const IdentityBody = Type.Object({ mode: oneOf(...MODES) }, closed);
/** Shown this once. */
export const IdentitySecret = Type.Object({ ...IdentityView.properties, secret: Type.String() }, closed);

import { Type, type Static } from 'typebox';
import { closed, nullable, oneOf, Time } from '../../../http/shapes.ts';
import { Proof } from '../schema.ts';
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
/** Why a proof proves nothing, for those who make it. A visitor is not told. */
export const FLAWS = [
  'signature',
  'algorithm',
  'id',
  'no-end',
  'over',
  'too-long',
  'too-early',
  'email',
  'name',
] as const;
export type Flaw = (typeof FLAWS)[number];

/** What the shop's server has signed, to be looked at. */
export const TrialBody = Type.Object({ proof: Proof }, closed);
/** Whom it names, or why it proves nothing. */
export const TrialView = Type.Object(
  {
    flaw: nullable(oneOf(...FLAWS)),
    id: nullable(Type.String()),
    email: nullable(Type.String()),
    name: nullable(Type.String()),
    until: nullable(Time),
  },
  closed,
);
export type TrialView = Static<typeof TrialView>;
export type IdentitySecret = Static<typeof IdentitySecret>;

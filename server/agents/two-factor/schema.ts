import { Type, type Static } from 'typebox';
import { closed, nullable, Time } from '../../http/shapes.ts';

/** Shapes of the second factor. */
export const Password = Type.String({ minLength: 1, maxLength: 1000 });
/** Six digits of an authenticator, or a recovery code. */
export const Code = Type.String({ minLength: 6, maxLength: 30 });

export const TwoFactorView = Type.Object(
  { on: Type.Boolean(), since: nullable(Time), codesLeft: Type.Integer() },
  closed,
);
export type TwoFactorView = Static<typeof TwoFactorView>;
/** The agent proves to be themselves before anything of the second factor changes. */
export const ProofBody = Type.Object({ password: Password }, closed);
export const CodeBody = Type.Object({ code: Code }, closed);
/** The secret in base32, and the address that an authenticator reads from a picture. */
export const TwoFactorSecret = Type.Object({ secret: Type.String(), uri: Type.String() }, closed);
/** Answered once, and nowhere else. */
export const RecoveryCodes = Type.Object({ codes: Type.Array(Type.String()) }, closed);

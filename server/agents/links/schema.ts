import { Type, type Static } from 'typebox';
import { closed, nullable, oneOf, Time } from '../../http/shapes.ts';
import { AgentView, CreateAgent, Password, SessionView } from '../schema.ts';

/** Shapes of invitations and password links. */
const { password: _, ...invited } = CreateAgent.properties;
export const Invitation = Type.Object(invited, closed);

/** `link` is there when it could not be mailed: somebody must pass it on. It is told once. */
export const LinkView = Type.Object(
  { kind: oneOf('invitation', 'reset'), mailed: Type.Boolean(), link: Type.Optional(Type.String()), expiresAt: Time },
  closed,
);
export type LinkView = Static<typeof LinkView>;
export const Invited = Type.Object({ agent: AgentView, invitation: LinkView }, closed);

const Token = Type.String({ pattern: '^[\\w-]{43}$' });
export const TokenBody = Type.Object({ token: Token }, closed);
export const LinkOwner = Type.Object(
  { kind: oneOf('invitation', 'reset'), name: Type.String(), email: Type.String() },
  closed,
);
export const NewPassword = Type.Object({ token: Token, password: Password }, closed);
/** Null: the password is set, and signing in needs the second factor. */
export const Entered = Type.Object({ session: nullable(SessionView) }, closed);
export const AskLink = Type.Object({ email: Type.String({ minLength: 1, maxLength: 320 }) }, closed);

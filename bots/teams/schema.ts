import { Type, type Static } from 'typebox';
import { CAUSES } from '../../server/channels/cause.ts';
import { closed, oneOf } from '../../server/http/shapes.ts';

/** Application and tenant ids of Microsoft Entra. */
const Guid = Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' });

export const TeamsBotBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200, description: 'What it is called here.' }),
    appId: Guid,
    /** Left out: the one that is kept already. */
    appPassword: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
    tenants: Type.Array(Guid, {
      maxItems: 50,
      default: [],
      description: 'Organisations that may use it; none: all. One: the bot is registered there.',
    }),
    enabled: Type.Boolean({ default: true }),
  },
  closed,
);
export type TeamsBotBody = Static<typeof TeamsBotBody>;

/** A bot without its secret. */
export const TeamsBotView = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    appId: Type.String(),
    tenants: Type.Array(Type.String()),
    enabled: Type.Boolean(),
    /** Made by the environment: shown, not changed here. */
    locked: Type.Boolean(),
    /** The messaging endpoint, as the bot's registration wants it. */
    endpoint: Type.String(),
  },
  closed,
);
export type TeamsBotView = Static<typeof TeamsBotView>;
export const TeamsBotList = Type.Object({ items: Type.Array(TeamsBotView), next: Type.Null() }, closed);
export const TeamsBotParams = Type.Object({ id: Type.String({ maxLength: 24 }) }, closed);

const Probe = Type.Object(
  { ok: Type.Boolean(), problem: Type.Optional(oneOf(...CAUSES)), detail: Type.Optional(Type.String()) },
  closed,
);
/** Whether Microsoft gives access with this id and secret, and whether the keys are to be had that prove its word. */
export const TeamsProbeView = Type.Object({ access: Probe, keys: Probe }, closed);
export type TeamsProbeView = Static<typeof TeamsProbeView>;

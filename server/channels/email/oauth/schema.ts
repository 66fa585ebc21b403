import { Type, type Static } from 'typebox';
import { closed, Id, oneOf } from '../../../http/shapes.ts';

export const PROVIDERS = ['google', 'microsoft'] as const;
export type ProviderName = (typeof PROVIDERS)[number];
const ProviderId = oneOf(...PROVIDERS);
export const ProviderParams = Type.Object({ provider: ProviderId }, closed);

const Url = Type.String({ maxLength: 500, pattern: '^https?://[^\\s]+$' });
const Host = Type.Object(
  {
    host: Type.String({ minLength: 1, maxLength: 255, pattern: '^[^\\s/@?#]+$' }),
    port: Type.Integer({ minimum: 1, maximum: 65535 }),
    security: oneOf('tls', 'starttls', 'insecure', 'none'),
  },
  closed,
);

/** The admin's own client; what is left out is as the provider documents it. */
export const ProviderBody = Type.Object(
  {
    clientId: Type.String({ minLength: 1, maxLength: 300 }),
    /** Left out: the one that is kept already, if there is one. */
    clientSecret: Type.Optional(Type.String({ maxLength: 500 })),
    authorizeUrl: Type.Optional(Url),
    tokenUrl: Type.Optional(Url),
    scope: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
    imap: Type.Optional(Host),
    smtp: Type.Optional(Host),
  },
  closed,
);
export type ProviderBody = Static<typeof ProviderBody>;

export const ProviderView = Type.Object(
  {
    id: ProviderId,
    /** Empty while none is set. */
    clientId: Type.String(),
    hasSecret: Type.Boolean(),
    authorizeUrl: Type.String(),
    tokenUrl: Type.String(),
    scope: Type.String(),
    imap: Host,
    smtp: Host,
    /** To be entered at the provider. */
    redirectUri: Type.String(),
  },
  closed,
);
export type ProviderView = Static<typeof ProviderView>;
export const ProviderList = Type.Object({ items: Type.Array(ProviderView), next: Type.Null() }, closed);

export const ConnectBody = Type.Object(
  {
    provider: ProviderId,
    name: Type.String({ minLength: 1, maxLength: 200 }),
    address: Type.String({ maxLength: 320, pattern: '^[^\\s@<>]+@[^\\s@<>]+$' }),
    since: Type.String({ default: 'now', pattern: '^(now|all|\\d{4}-\\d{2}-\\d{2})$' }),
    /** A mailbox that is to be connected again. */
    account: Type.Optional(Id),
  },
  closed,
);
export type ConnectBody = Static<typeof ConnectBody>;
/** Where the admin signs in and agrees. */
export const ConnectView = Type.Object({ url: Type.String() }, closed);
export type ConnectView = Static<typeof ConnectView>;

export const ConnectedQuery = Type.Object(
  {
    code: Type.Optional(Type.String({ maxLength: 4000 })),
    state: Type.Optional(Type.String({ maxLength: 8000 })),
    error: Type.Optional(Type.String({ maxLength: 200 })),
  },
  // Providers add what they like.
  { additionalProperties: true },
);

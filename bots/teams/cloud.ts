import type { Config } from '../../server/config.ts';

/** Where the Bot Connector of a cloud says who it is, and gives tokens. */
export interface Cloud {
  openidUrl: string;
  /** For an app of this tenant; of several tenants without one. */
  tokenUrl(tenant: string | undefined): string;
  /** What a token is asked for. */
  scope: string;
  /** Hosts that may be private: those that the environment names. */
  allowed: readonly string[];
  /** True when the environment names a Bot Connector of its own, whose word for where chats live is taken. */
  own: boolean;
}

const OPENID_URL = 'https://login.botframework.com/v1/.well-known/openidconfiguration';
/** The tenant of apps that are registered for several. */
const ANY_TENANT = 'botframework.com';
/** The issuer of the public cloud's tokens; other clouds say theirs in their OpenID metadata. */
export const PUBLIC_ISSUER = 'https://api.botframework.com';
const PUBLIC_SCOPE = 'https://api.botframework.com/.default';
const US_SCOPE = 'https://api.botframework.us/.default';

/**
 * The cloud that the environment names, the public one without.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
 */
export function cloudOf({ teamsCloud, allowPrivateHosts }: Pick<Config, 'teamsCloud' | 'allowPrivateHosts'>): Cloud {
  const { openidUrl, tokenUrl } = teamsCloud;
  const named = [openidUrl, tokenUrl].flatMap((url) => (url ? [new URL(url).hostname] : []));
  return {
    openidUrl: openidUrl ?? OPENID_URL,
    tokenUrl: (tenant) =>
      tokenUrl ?? `https://login.microsoftonline.com/${encodeURIComponent(tenant ?? ANY_TENANT)}/oauth2/v2.0/token`,
    scope: named.some((host) => host.endsWith('.us')) ? US_SCOPE : PUBLIC_SCOPE,
    allowed: [...allowPrivateHosts, ...named],
    own: openidUrl !== undefined,
  };
}

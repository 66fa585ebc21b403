import '@fastify/cookie';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { fail } from '../errors.ts';
import { allows, policies, type Policy, type Principal } from './policies.ts';
import type { DeclaredRoute } from './types.ts';

export const SESSION_COOKIE = 'ombud_session';

/** Finds who holds a session cookie's value or an access token; undefined when it is not (or no longer) valid. */
export interface Identify {
  session(value: string): Promise<Principal | undefined>;
  token(text: string): Promise<Principal | undefined>;
}

export interface AuthenticationOptions {
  identify: Identify;
  /** Policies of routes that plugins add by themselves, by the beginning of their address; the longest wins. */
  defaultPolicies?: readonly (readonly [urlPrefix: string, policy: Policy])[];
}

/**
 * Sets `request.principal` from the session cookie or `Authorization: Bearer`, and lets a request pass only when its
 * route's declared policy allows it (401 `not-signed-in`, 403 `forbidden`, 403 `cross-site`). A route that declares
 * no policy stops the start. Call it before any route is added, and after @fastify/cookie and @fastify/websocket are registered.
 */
export function registerAuthentication(
  app: FastifyInstance,
  context: { config: Pick<Config, 'publicUrl'> },
  { identify, defaultPolicies = [] }: AuthenticationOptions,
): void {
  const longestFirst = [...defaultPolicies].sort(([a], [b]) => b.length - a.length);
  const declared: DeclaredRoute[] = [];
  app.decorateRequest('principal');
  app.decorate('declaredRoutes', declared);
  app.addHook('onRoute', (route) => {
    const policy = route.config?.policy ?? longestFirst.find(([prefix]) => route.url.startsWith(prefix))?.[1];
    if (!policy || !(policy in policies)) {
      throw new Error(`the route ${String(route.method)} ${route.url} declares no policy (access/policies.ts)`);
    }
    route.config = { ...route.config, policy };
    for (const method of [route.method].flat()) declared.push({ method, url: route.url, policy });
  });
  app.addHook('onRequest', async (request) => {
    request.principal = nobody;
    const policy = request.routeOptions.config.policy;
    if (request.is404 || !policy) return;
    const byCookie = request.headers.authorization === undefined && sessionCookie(request) !== undefined;
    if (byCookie && changes(request, policy) && isCrossSite(request, context.config.publicUrl)) fail('cross-site');
    // Public pages ask nothing of the store.
    if (policy === 'public') return;
    const principal = (await identified(request, identify)) ?? nobody;
    if (!allows(principal, policy)) fail(principal.kind === 'public' ? 'not-signed-in' : 'forbidden');
    request.principal = principal;
  });
}

const nobody: Principal = Object.freeze({ kind: 'public' });

/** The value of the session cookie, if the request brings one. */
export function sessionCookie(request: FastifyRequest): string | undefined {
  return request.cookies[SESSION_COOKIE] || undefined;
}

/**
 * Whether a page of another site made this request. Browsers say so in Sec-Fetch-Site and Origin (Fetch Metadata,
 * RFC 6454); programs that are no browsers send neither. Only host and port of the origin are compared, because a
 * proxy that ends TLS changes the scheme.
 */
export function isCrossSite(request: FastifyRequest, publicUrl: string): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers;
  // Browsers disagree about the site of a web socket, whose scheme differs from the page's: there Origin decides.
  if (!isUpgrade(request) && site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  if (origin === undefined) return false;
  if (!URL.canParse(origin)) return true;
  const { host } = new URL(origin);
  return host !== request.host && !(publicUrl && host === new URL(publicUrl).host);
}

async function identified(request: FastifyRequest, identify: Identify): Promise<Principal | undefined> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const bearer = /^Bearer +([\w-]{20,200})$/i.exec(authorization)?.[1];
    return bearer === undefined ? undefined : identify.token(bearer);
  }
  const cookie = sessionCookie(request);
  return cookie === undefined ? undefined : identify.session(cookie);
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
const isUpgrade = (request: FastifyRequest): boolean => request.headers.upgrade?.toLowerCase() === 'websocket';

/** Writes, and sockets of signed-in people, through which they write. */
const changes = (request: FastifyRequest, policy: Policy): boolean =>
  !READING.has(request.method) || (isUpgrade(request) && policy !== 'public');

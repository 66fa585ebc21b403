import { randomBytes } from 'node:crypto';
import type { Types } from 'mongoose';
import type { Identify } from '../access/authenticate.ts';
import type { Principal } from '../access/policies.ts';
import type { Context } from '../context.ts';
import type { EventMap } from '../events.ts';
import { Agents, Sessions, Tokens, type AgentDoc, type SessionDoc } from './model.ts';

const IDLE_MS = 7 * 86_400_000;
const ABSOLUTE_MS = 30 * 86_400_000;
/** How often the last use of a session or token is written down. */
const TOUCH_MS = 10 * 60_000;
/** How long an answer of the store is believed; also how late another process learns of a sign-out. */
const CACHE_MS = 2_000;
const CACHED = 10_000;

type AgentPrincipal = Extract<Principal, { kind: 'agent' }>;

/** Server-side sessions and access tokens, with what was looked up last kept for two seconds. */
export interface OpenSessions {
  readonly identify: Identify;
  /** Starts a session with a new id; answers the cookie's value. */
  start(agent: Pick<AgentDoc, '_id'>, userAgent: string): Promise<string>;
  /** Whether a session (by `principal.session`) goes on; what it did counts as use. */
  goesOn(session: string): Promise<AgentPrincipal | undefined>;
  /** Ends one session, by `principal.session`. */
  end(session: string): Promise<void>;
  /** Ends all sessions of an agent except one. */
  endAll(agent: Types.ObjectId, except?: string): Promise<void>;
  /** Drops what is remembered of an agent: a reaction to `agent.revoked`. */
  forget(payload: EventMap['agent.revoked']): void;
  /** Drops what is remembered of a token that was taken back. */
  forgetTokens(): void;
  /** The id under which a cookie's value is stored. */
  idOf(value: string): string;
}

/** Made once, in app.ts. */
export function openSessions(context: Context): OpenSessions {
  const idOf = (value: string) => context.vault.hash('session', value);
  const sessions = remembering(context, (id) => findSession(context, id));
  const tokens = remembering(context, (id) => findToken(context, id));
  return {
    idOf,
    identify: {
      session: (value) => sessions.get(idOf(value)),
      token: (text) => tokens.get(context.vault.hash('token', text)),
    },
    async start(agent, userAgent) {
      const value = randomBytes(32).toString('base64url');
      const now = context.clock.now();
      await Sessions(context).create({
        _id: idOf(value),
        agent: agent._id,
        createdAt: now,
        lastSeenAt: now,
        expiresAt: new Date(now.getTime() + IDLE_MS),
        userAgent: userAgent.slice(0, 300),
      });
      return value;
    },
    goesOn: (session) => sessions.get(session),
    async end(session) {
      await Sessions(context).deleteOne({ _id: session });
      sessions.drop((_principal, id) => id === session);
    },
    async endAll(agent, except) {
      await Sessions(context).deleteMany({ agent, ...(except ? { _id: { $ne: except } } : {}) });
      sessions.drop((principal) => principal?.id === String(agent));
    },
    forgetTokens: () => tokens.drop(() => true),
    forget: ({ agent }) => sessions.drop((principal) => principal?.id === agent),
  };
}

async function findSession(context: Context, id: string): Promise<AgentPrincipal | undefined> {
  const session = await Sessions(context).findById(id).lean();
  const now = context.clock.now();
  if (!session || session.expiresAt <= now) return undefined;
  const agent = await Agents(context).findById(session.agent, { name: 1, role: 1, active: 1 }).lean();
  if (!agent?.active) return undefined;
  if (now.getTime() - session.lastSeenAt.getTime() >= TOUCH_MS) await touch(context, session, now);
  return { kind: 'agent', id: String(agent._id), role: agent.role, session: id, name: agent.name };
}

/** What a session or a token is called outside: not what it is stored under. */
export const refOf = (context: Context, kind: 'session' | 'token', id: string): string =>
  context.vault.hash(`${kind}-ref`, id).slice(0, 22);

/** Seven days from now, but never more than thirty from the sign-in. */
async function touch(context: Context, session: SessionDoc, now: Date): Promise<void> {
  const expiresAt = new Date(Math.min(now.getTime() + IDLE_MS, session.createdAt.getTime() + ABSOLUTE_MS));
  await Sessions(context).updateOne({ _id: session._id }, { $set: { lastSeenAt: now, expiresAt } });
}

async function findToken(context: Context, id: string): Promise<Principal | undefined> {
  const token = await Tokens(context).findById(id).lean();
  if (!token) return undefined;
  const now = context.clock.now();
  if (!token.lastUsedAt || now.getTime() - token.lastUsedAt.getTime() >= TOUCH_MS)
    await Tokens(context).updateOne({ _id: id }, { $set: { lastUsedAt: now } });
  return { kind: 'token', id: refOf(context, 'token', id), scopes: token.scopes, name: token.name };
}

/** Answers of a look-up, each believed for two seconds; equal questions at once are asked once. */
function remembering<T>(context: Context, find: (id: string) => Promise<T | undefined>) {
  const known = new Map<string, { at: number; found: Promise<T | undefined>; value?: T }>();
  return {
    get(id: string): Promise<T | undefined> {
      const now = context.clock.now().getTime();
      const kept = known.get(id);
      if (kept && now >= kept.at && now - kept.at < CACHE_MS) return kept.found;
      const entry: { at: number; found: Promise<T | undefined>; value?: T } = { at: now, found: find(id) };
      known.delete(id);
      known.set(id, entry);
      if (known.size > CACHED) known.delete(known.keys().next().value ?? '');
      entry.found.then(
        (value) => (entry.value = value),
        () => known.delete(id),
      );
      return entry.found;
    },
    /** Forgets what matches; a look-up still under way is forgotten too, because it may have read the old state. */
    drop(matches: (value: T | undefined, id: string) => boolean): void {
      for (const [id, { value }] of known) if (value === undefined || matches(value, id)) known.delete(id);
    },
  };
}

import { randomBytes } from 'node:crypto';
import type { Context } from '../../context.ts';
import { fail } from '../../errors.ts';
import { Agents, type AgentDoc } from '../model.ts';
import { hashPassword } from '../password.ts';
import type { OpenSessions } from '../session.ts';
import { AgentLinks, type AgentLinkDoc } from './model.ts';

const HOUR = 3_600_000;
const LASTS_MS = { invitation: 7 * 24 * HOUR, reset: 2 * HOUR };

export interface Link {
  kind: AgentLinkDoc['kind'];
  url: string;
  expiresAt: Date;
}

/**
 * A link by which this agent sets a password; those made before are void. Its address comes from PUBLIC_URL alone,
 * never from a request, and its token stands behind `#`, which browsers send to no server.
 */
export async function makeLink(context: Context, agent: AgentDoc): Promise<Link> {
  const token = randomBytes(32).toString('base64url');
  const kind = agent.passwordHash === '' ? 'invitation' : 'reset';
  const expiresAt = new Date(context.clock.now().getTime() + LASTS_MS[kind]);
  await AgentLinks(context).deleteMany({ agent: agent._id });
  await AgentLinks(context).create({ _id: idOf(context, token), agent: agent._id, kind, expiresAt });
  return { kind, url: `${context.config.publicUrl}/inbox/password#${token}`, expiresAt };
}

/** Whom a link belongs to, while it can be used. Fails with `link-gone`. */
export async function readLink(context: Context, token: string): Promise<{ link: AgentLinkDoc; agent: AgentDoc }> {
  const link = await AgentLinks(context).findById(idOf(context, token)).lean<AgentLinkDoc>();
  return await checked(context, link);
}

/**
 * Uses a link: the agent's password is this one from now on, and all sessions of before end. Of two at the same time
 * one gets it. Fails with `link-gone`.
 */
export async function takeLink(
  context: Context,
  sessions: OpenSessions,
  token: string,
  password: string,
): Promise<AgentDoc> {
  const link = await AgentLinks(context)
    .findOneAndDelete({ _id: idOf(context, token) })
    .lean<AgentLinkDoc>();
  const { agent } = await checked(context, link);
  const passwordHash = await hashPassword(password);
  await Agents(context).updateOne({ _id: agent._id }, { $set: { passwordHash } });
  await AgentLinks(context).deleteMany({ agent: agent._id });
  await sessions.endAll(agent._id);
  await context.events.emit('agent.revoked', { agent: String(agent._id) });
  return { ...agent, passwordHash };
}

async function checked(context: Context, link: AgentLinkDoc | null): Promise<{ link: AgentLinkDoc; agent: AgentDoc }> {
  if (!link || link.expiresAt <= context.clock.now()) fail('link-gone');
  const agent = await Agents(context).findById(link.agent).lean<AgentDoc>();
  if (!agent?.active) fail('link-gone');
  return { link, agent };
}

const idOf = (context: Context, token: string): string => context.vault.hash('agent-link', token);

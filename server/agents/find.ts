import type { Principal } from '../access/policies.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { Agents, type AgentDoc } from './model.ts';

/** All agents, switched off ones too, in the order of their addresses. */
export async function listAgents(context: Context): Promise<AgentDoc[]> {
  return Agents(context).find().sort({ email: 1 }).lean();
}

/** The agent who asks. Fails with `forbidden` for anybody else. */
export async function me(context: Context, principal: Principal): Promise<AgentDoc> {
  if (principal.kind !== 'agent') fail('forbidden');
  return (await Agents(context).findById(principal.id).lean()) ?? fail('not-signed-in');
}

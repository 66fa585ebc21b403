import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import type { Attempts } from './attempts.ts';
import { Agents, type AgentDoc } from './model.ts';
import { verifyNothing, verifyPassword } from './password.ts';

/**
 * Checks address and password. An unknown address, a wrong password and an agent switched off answer the same
 * (`wrong-credentials`) after the same work. Fails with `rate-limited` after ten failures in fifteen minutes, counted
 * by account and by network address.
 */
export async function signIn(
  context: Context,
  attempts: Attempts,
  { email, password, address }: { email: string; password: string; address: string },
): Promise<AgentDoc> {
  const name = email.trim().toLowerCase();
  const account = `account ${context.vault.hash('sign-in', name)}`;
  const attempt = attempts.begin(account, `address ${address}`);
  const agent = await Agents(context).findOne({ email: name }).lean();
  const right = agent?.active ? await verifyPassword(password, agent.passwordHash) : await verifyNothing(password);
  if (!agent || !right) fail('wrong-credentials');
  attempt.succeeded(account);
  return agent;
}

import { audit } from '../audit/record.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import type { Attempts } from './attempts.ts';
import { Agents, type AgentDoc } from './model.ts';
import { verifyNothing, verifyPassword } from './password.ts';
import { accountKey } from './prove.ts';
import { secondFactorOf, takeCode } from './two-factor/factor.ts';

export interface Credentials {
  email: string;
  password: string;
  totp?: string;
  /** The network address that they come from. */
  address: string;
}

/**
 * Checks address, password and, where there is one, the second factor. An unknown address, a wrong password and an
 * agent switched off answer the same (`wrong-credentials`) after the same work. Who has the right password and gives no
 * code hears `code-needed`, with a wrong one `wrong-code`. Fails with `rate-limited` after ten failures in fifteen
 * minutes, counted by account and by network address.
 */
export async function signIn(
  context: Context,
  attempts: Attempts,
  { email, password, totp, address }: Credentials,
): Promise<AgentDoc> {
  const name = email.trim().toLowerCase();
  const account = accountKey(context, name);
  const attempt = attempts.begin(account, `address ${address}`);
  const agent = await Agents(context).findOne({ email: name }).lean();
  // Who was invited and has no password yet is answered as slowly as everybody.
  const right =
    agent?.active && agent.passwordHash
      ? await verifyPassword(password, agent.passwordHash)
      : await verifyNothing(password);
  if (!agent || !right) return refuse(context, agent, 'wrong-credentials');
  const factor = await secondFactorOf(context, agent._id);
  if (factor && totp === undefined) {
    // No failure, but the failures before it still count: guessing codes must stay limited.
    attempt.takenBack();
    fail('code-needed');
  }
  const kind = factor && (await takeCode(context, factor, totp ?? ''));
  if (factor && !kind) return refuse(context, agent, 'wrong-code');
  attempt.succeeded(account);
  if (kind === 'recovery') await audit(context, { kind: 'agent', id: String(agent._id) }, 'two-factor.code-used');
  return agent;
}

/** The log is written beside the answer: one that exists must not answer later than one that doesn't. */
function refuse(context: Context, agent: AgentDoc | null, code: 'wrong-credentials' | 'wrong-code'): never {
  if (agent)
    audit(context, 'system', 'sign-in.failed', { about: { kind: 'agent', id: String(agent._id) } }).catch(
      (err: unknown) => context.log.error({ err }, 'a failed sign-in was not written down'),
    );
  return fail(code);
}

import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import type { Attempts } from './attempts.ts';
import type { AgentDoc } from './model.ts';
import { verifyPassword } from './password.ts';

/**
 * The agent proves to be who they are before something that a stolen session must not do. Fails with
 * `wrong-credentials`, and `rate-limited` as sign-in does.
 */
export async function provePassword(
  context: Context,
  attempts: Attempts,
  agent: AgentDoc,
  password: string,
): Promise<void> {
  const account = accountKey(context, agent.email);
  const attempt = attempts.begin(account);
  if (!(await verifyPassword(password, agent.passwordHash))) fail('wrong-credentials');
  attempt.succeeded(account);
}

/** Under which the attempts of an account are counted. */
export const accountKey = (context: Context, email: string): string =>
  `account ${context.vault.hash('sign-in', email)}`;

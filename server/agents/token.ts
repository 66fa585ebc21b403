import { randomBytes } from 'node:crypto';
import { policies } from '../access/policies.ts';
import type { Context } from '../context.ts';
import { Tokens } from './model.ts';

/** Every scope that a token can have; `admin` stands for all. */
export const SCOPES: readonly string[] = [
  'admin',
  ...new Set(Object.values(policies).flatMap((policy) => ('scope' in policy ? [policy.scope] : []))),
];

/** Adds an access token for a program and answers its text, which is nowhere else. Throws on an unknown scope. */
export async function addToken(context: Context, name: string, scopes: string[]): Promise<string> {
  const unknown = scopes.filter((scope) => !SCOPES.includes(scope));
  if (unknown.length > 0 || scopes.length === 0)
    throw new Error(`${unknown.join(', ') || 'no scope'}: scopes are ${SCOPES.join(', ')}`);
  const text = `ombud_${randomBytes(32).toString('base64url')}`;
  const _id = context.vault.hash('token', text);
  await Tokens(context).create({ _id, name, scopes, createdAt: context.clock.now(), lastUsedAt: null });
  return text;
}

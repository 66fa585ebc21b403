import { randomBytes } from 'node:crypto';
import type { Vault } from '../../vault/vault.ts';

const SCOPE = 'webchat-session';

/**
 * A new visitor session: 128 random bits and their signature. Nothing is stored for it on our side before a message
 * comes; whoever holds the token is the visitor.
 */
export function newSession(vault: Vault): { visitor: string; token: string } {
  const visitor = randomBytes(16).toString('base64url');
  return { visitor, token: `${visitor}.${vault.sign(SCOPE, visitor)}` };
}

/** The visitor's id of a token, or undefined when we never signed it. */
export function visitorOf(vault: Vault, token: string): string | undefined {
  const [visitor = '', signature = '', ...rest] = token.split('.');
  return rest.length === 0 && vault.verify(SCOPE, visitor, signature) ? visitor : undefined;
}

/** The key by which a visitor's messages find their ticket. */
export const threadKeyOf = (visitor: string): string => `chat:${visitor}`;

import type { Proof } from '../../../../server/channels/webchat/schema.ts';

const JWT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/;

/**
 * What somebody has pasted as a proof: a token, quoted or not, or the object for `ombud('identify', …)` as JSON.
 * Undefined when it is neither; whether it is one of the desk's shapes, the desk says.
 */
export function proofIn(pasted: string): Proof | undefined {
  const text = pasted.trim().replace(/^(["'])(.*)\1$/s, '$2');
  if (JWT.test(text)) return { token: text };
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Proof) : undefined;
  } catch {
    return undefined;
  }
}

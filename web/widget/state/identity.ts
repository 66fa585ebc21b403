import type { Proof, Said } from '../../../server/channels/webchat/schema.ts';
import type { Identity } from './link.ts';

/** What a page says of its visitor: `identity` where its server has signed it, the rest is stated only. */
export interface Who {
  identity?: Identity;
  /** Goes with every message. */
  stated: Pick<Said, 'name' | 'email' | 'consents'>;
}

/**
 * Reads `ombud('identify', …)`, as far as the desk would take it: `{ token }` (a JWT), `{ id, expires, signature }` with
 * `email` and `name` as they were signed, or only what the page knows.
 */
export function whoOf(value: unknown): Who {
  const given = (value ?? {}) as Record<string, unknown>;
  const { name, email, consents } = given;
  const identity = identityOf(given);
  const agreed = Object.entries((consents ?? {}) as object).filter(
    ([purpose, on]) => (purpose === 'survey' || purpose === 'offers') && typeof on === 'boolean',
  );
  const stated = {
    ...(isText(name) ? { name: name.slice(0, 200) } : {}),
    ...(isText(email) && /^[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+$/.test(email) ? { email } : {}),
    ...(agreed.length > 0 ? { consents: Object.fromEntries(agreed) } : {}),
  };
  return { stated, ...(identity ? { identity } : {}) };
}

function identityOf({ token, id, email, name, expires, signature }: Record<string, unknown>): Identity | undefined {
  if (isText(token)) {
    const subject = subjectOf(token);
    return subject ? { id: subject, proof: { token } } : undefined;
  }
  if (!isText(id) || typeof expires !== 'number' || !isText(signature)) return undefined;
  const said = { ...(isText(email) ? { email } : {}), ...(isText(name) ? { name } : {}) };
  return { id, proof: { id, ...said, expires, signature: signature.toLowerCase() } satisfies Proof };
}

/** Whom a token names; whether that is true, the desk finds out. */
function subjectOf(token: string): string {
  try {
    const bytes = atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/'));
    const claims = JSON.parse(decodeURIComponent(escape(bytes))) as { sub?: unknown };
    return isText(claims.sub) ? claims.sub : '';
  } catch {
    return '';
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

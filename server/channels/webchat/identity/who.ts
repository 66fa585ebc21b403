import type { Context } from '../../../context.ts';
import type { DeskError, Proof } from '../schema.ts';
import { visitorOf } from '../session.ts';
import { provedBy, type Proved } from './prove.ts';
import { identityRules } from './rules.ts';

/** Somebody who may be served: the visitor's id, and what proves it where that is demanded. */
export interface Caller {
  visitor: string;
  proved: Proved | null;
}

/** Nobody: `needed` says that there was no proof and one is demanded, `bad` that there was one that proves nothing. */
export type Refusal = Extract<DeskError, 'identity-needed' | 'bad-identity' | 'no-session'>;

/**
 * Who asks: asked anew at every hello and every call over HTTP. Whoever has a proof is whom it names and nobody else,
 * on every device; the session of somebody without proof is worth nothing once proof is required.
 */
export async function whoAsks(
  context: Context,
  { session, identity }: { session?: string; identity?: Proof },
): Promise<Caller | Refusal> {
  const { mode, secret } = await identityRules(context);
  if (mode !== 'off' && identity) {
    const proved = secret === '' ? undefined : provedBy(identity, secret, context.clock.now().getTime());
    return proved ? { visitor: visitorNamed(context, proved.id), proved } : 'bad-identity';
  }
  if (mode === 'required') return 'identity-needed';
  const visitor = session === undefined ? undefined : visitorOf(context.vault, session);
  return visitor === undefined ? 'no-session' : { visitor, proved: null };
}

/** No session is ever signed for such an id: there is no way to it but the proof. */
const visitorNamed = (context: Context, id: string): string => context.vault.sign('webchat-identity', id, 16);

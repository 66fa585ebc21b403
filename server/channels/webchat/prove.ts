import type { Context } from '../../context.ts';
import { limiter } from '../../http/limit.ts';
import { askForProof, proveEmail } from '../../tickets/prove.ts';
import { newPass } from './requests.ts';
import type { DeskFrame, VisitorFrame } from './schema.ts';

/** Codes that one network address may have mailed: a session costs nothing, and a whole office may share an address. */
const MOST_CODES = 20;
const WINDOW_MS = 60 * 60_000;

type Asking = Extract<VisitorFrame, { t: 'email' | 'code' }>;
type Answer = Extract<DeskFrame, { t: 'email' | 'code' }>;

/** What a visitor who says that an address is theirs is told; `from`: their network address. */
export type Prove = (visitor: string, from: string, frame: Asking) => Promise<Answer>;

/** Has codes mailed to visitors, and takes them. */
export function createProve(context: Context): Prove {
  const allowed = limiter(context.clock, MOST_CODES, WINDOW_MS);
  return async (visitor, from, frame) => {
    const asker = { kind: 'webchat' as const, value: visitor };
    if (frame.t === 'code') {
      const right = (await proveEmail(context, asker, frame)) !== undefined;
      return { t: 'code', right, ...(right ? { pass: newPass(context, visitor) } : {}) };
    }
    if (!allowed(from)) return { t: 'email', state: 'limited' };
    return { t: 'email', state: await askForProof(context, asker, frame.email, frame.locale) };
  };
}

import { randomBytes } from 'node:crypto';
import type { Context } from '../../../context.ts';
import { fail } from '../../../errors.ts';
import { asBytes } from '../../../vault/sealed.ts';
import { WebchatIdentity, type Mode, type WebchatIdentityDoc } from './model.ts';

/** What holds for visitors who say who they are. */
export interface Rules {
  mode: Mode;
  /** Empty when none was made; nothing proves anything then. */
  secret: string;
  madeAt: Date | null;
}

const BOUND = 'WebchatIdentity/secret';

/** As it stands in the store: it holds from the moment on that it is written. */
export async function identityRules(context: Context): Promise<Rules> {
  const doc = await WebchatIdentity(context).findById('webchat').lean<WebchatIdentityDoc>();
  const sealed = asBytes(doc?.secret);
  const secret = sealed ? context.vault.openInstance(BOUND, sealed).toString() : '';
  return { mode: doc?.mode ?? 'off', secret, madeAt: doc?.madeAt ?? null };
}

/** Switches it on or off. Fails `unprocessable` where there is no secret to sign with. */
export async function changeMode(context: Context, mode: Mode): Promise<Rules> {
  const rules = await identityRules(context);
  if (mode !== 'off' && rules.secret === '') fail('unprocessable', 'Make a secret first.');
  await WebchatIdentity(context).updateOne(
    { _id: 'webchat' },
    { $set: { v: 1, mode }, $setOnInsert: { madeAt: null } },
    { upsert: true },
  );
  return { ...rules, mode };
}

/** Makes a secret; what was signed with the one before proves nothing any more. */
export async function makeSecret(context: Context): Promise<Rules> {
  const secret = randomBytes(32).toString('base64url');
  const { mode } = await identityRules(context);
  const madeAt = context.clock.now();
  const set = { v: 1, mode, madeAt, secret: context.vault.sealInstance(BOUND, secret) };
  await WebchatIdentity(context).updateOne({ _id: 'webchat' }, { $set: set }, { upsert: true });
  return { mode, secret, madeAt };
}

import type { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { fail } from '../../errors.ts';
import { isDuplicate } from '../../vault/sealed.ts';
import type { AgentDoc } from '../model.ts';
import { keyUri, newRecoveryCodes, newSecret, plainCode, recoveryHash, stepOf } from './codes.ts';
import { SecondFactors, type SecondFactorDoc } from './model.ts';

/** What was begun must be confirmed within this time. */
const SETUP_MS = 15 * 60_000;

/** The agent's second factor that is asked for at sign-in, if there is one. */
export async function secondFactorOf(context: Context, agent: Types.ObjectId): Promise<SecondFactorDoc | undefined> {
  return (
    (await SecondFactors(context)
      .findOne({ _id: agent, since: { $ne: null } })
      .lean<SecondFactorDoc>()) ?? undefined
  );
}

/** Which of these agents have a second factor. */
export async function withSecondFactor(context: Context, agents: Types.ObjectId[]): Promise<Set<string>> {
  const found = await SecondFactors(context)
    .find({ _id: { $in: agents }, since: { $ne: null } }, { _id: 1 })
    .lean();
  return new Set(found.map(({ _id }) => String(_id)));
}

/** Begins to set up: a new secret, asked for only once a code of it was given. Fails with `conflict` when it is on. */
export async function begin(context: Context, agent: AgentDoc): Promise<{ secret: string; uri: string }> {
  if (await secondFactorOf(context, agent._id)) fail('conflict');
  const secret = newSecret();
  const sealed = context.vault.sealInstance(boundTo(agent._id), secret);
  const draft = { secret: sealed, madeAt: context.clock.now(), since: null, usedStep: 0, recovery: [] };
  try {
    // One that was confirmed meanwhile is not replaced: inserting beside it fails.
    await SecondFactors(context).updateOne({ _id: agent._id, since: null }, { $set: draft }, { upsert: true });
  } catch (error) {
    if (isDuplicate(error)) fail('conflict');
    throw error;
  }
  return { secret, uri: keyUri(secret, agent.email) };
}

/** Switches on with a code of the new secret; answers the recovery codes, which are nowhere else. Fails `wrong-code`. */
export async function confirm(context: Context, agent: AgentDoc, code: string): Promise<string[]> {
  const now = context.clock.now();
  const draft = await SecondFactors(context).findOne({ _id: agent._id, since: null }).lean<SecondFactorDoc>();
  if (!draft || now.getTime() - draft.madeAt.getTime() > SETUP_MS) fail('conflict');
  const step = stepOf(context, secretOf(context, draft), plainCode(code)) ?? fail('wrong-code');
  const codes = newRecoveryCodes();
  const recovery = codes.map((one) => recoveryHash(context, String(agent._id), one));
  await SecondFactors(context).updateOne(
    { _id: agent._id, since: null },
    { $set: { since: now, usedStep: step, recovery } },
  );
  return codes;
}

/** New recovery codes; the old ones are void. */
export async function renewCodes(context: Context, agent: AgentDoc): Promise<string[]> {
  const codes = newRecoveryCodes();
  const recovery = codes.map((one) => recoveryHash(context, String(agent._id), one));
  const { matchedCount } = await SecondFactors(context).updateOne(
    { _id: agent._id, since: { $ne: null } },
    { $set: { recovery } },
  );
  return matchedCount > 0 ? codes : fail('conflict');
}

/** Switches off. */
export async function end(context: Context, agent: Types.ObjectId): Promise<void> {
  await SecondFactors(context).deleteOne({ _id: agent });
}

/**
 * Takes a code, once: one update decides between two that come at the same time. Answers which kind it was, undefined
 * when it is wrong or was used before.
 */
export async function takeCode(
  context: Context,
  factor: SecondFactorDoc,
  code: string,
): Promise<'totp' | 'recovery' | undefined> {
  const plain = plainCode(code);
  const where = { _id: factor._id, since: { $ne: null } };
  if (!/^\d{6}$/.test(plain)) {
    const hash = recoveryHash(context, String(factor._id), plain);
    const taken = await SecondFactors(context).updateOne({ ...where, recovery: hash }, { $pull: { recovery: hash } });
    return taken.modifiedCount > 0 ? 'recovery' : undefined;
  }
  const step = stepOf(context, secretOf(context, factor), plain);
  if (step === undefined) return undefined;
  const taken = await SecondFactors(context).updateOne(
    { ...where, usedStep: { $lt: step } },
    { $set: { usedStep: step } },
  );
  return taken.modifiedCount > 0 ? 'totp' : undefined;
}

/** As every sealed field is bound, so that an exchange of the instance key finds it. */
const boundTo = (agent: Types.ObjectId): string => `SecondFactor/${String(agent)}/secret`;

function secretOf(context: Context, { _id, secret }: SecondFactorDoc): string {
  const bytes = secret instanceof Uint8Array ? secret : (secret as { buffer: Uint8Array }).buffer;
  return context.vault.openInstance(boundTo(_id), bytes).toString('utf8');
}

import { randomInt } from 'node:crypto';
import { Types } from 'mongoose';
import type { Context } from '../../context.ts';
import { letters } from '../../messages/letters.ts';
import type { InboundIdentity, Language } from '../../tickets/envelopes.ts';
import { identityHash } from '../identity.ts';
import { EmailCodes, type EmailCodeDoc } from './model.ts';

/** Who says that an address is theirs: as they are known on their channel. */
export type Asker = Pick<InboundIdentity, 'kind' | 'value'>;

/** `sent`, whoever is known under the address; `limited`: too many lately; `off`: no mail can go out now. */
export type Asked = 'sent' | 'limited' | 'off';

const MINUTE_MS = 60_000;
/** How long a code holds. */
export const CODE_MS = 15 * MINUTE_MS;
/** Wrong ones after which a code holds no more. */
const TRIES = 5;
/** So many codes at most within so many minutes, for one who asks and to one address. */
const LIMITS = [
  { most: 3, minutes: 15 },
  { most: 8, minutes: 24 * 60 },
] as const;

/**
 * Mails a code of six digits to an address that somebody says is theirs. Nobody looks whether the address is known
 * here: the answer, and the time that it takes, are the same. `where` the code is to be entered, the mail tells.
 */
export async function askForCode(
  context: Context,
  asker: Asker,
  email: string,
  language: Language = 'en',
  where: 'chat' | 'page' = 'chat',
): Promise<Asked> {
  const channel = context.channels.get('email');
  if (!channel?.post || channel.cannotSend('env')) return 'off';
  const to = email.trim();
  const hashes = hashesOf(context, asker, to);
  for (const who of [{ asker: hashes.asker }, { address: hashes.address }])
    if (!(await mayHaveMore(context, who))) return 'limited';
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const now = context.clock.now();
  const doc: EmailCodeDoc = {
    _id: new Types.ObjectId(),
    v: 1,
    ...hashes,
    code: codeHash(context, hashes, code),
    tries: 0,
    at: now,
  };
  await EmailCodes(context).collection.insertOne(doc as never);
  // A code for one of our own mailboxes would be read by everybody who works here.
  if (channel.isOwn?.(to)) return 'sent';
  const { subject, text } = letters[language][where === 'page' ? 'pageCode' : 'code'];
  try {
    await channel.post({ to, subject, text: text.replace('{code}', code) });
    return 'sent';
  } catch (err) {
    context.log.warn({ err }, 'a code could not be mailed');
    return 'off';
  }
}

async function mayHaveMore(context: Context, who: { asker: string } | { address: string }): Promise<boolean> {
  const now = context.clock.now().getTime();
  for (const { most, minutes } of LIMITS) {
    const since = new Date(now - minutes * MINUTE_MS);
    if ((await EmailCodes(context).countDocuments({ ...who, at: { $gt: since } })) >= most) return false;
  }
  return true;
}

/**
 * Whether this is the code that was mailed there last at the asker's wish. Each look is one of few, whatever was
 * entered; one that was used holds no more.
 */
export async function isCode(
  context: Context,
  asker: Asker,
  email: string,
  code: string,
): Promise<{ spend(): Promise<void> } | undefined> {
  const { asker: who, address } = hashesOf(context, asker, email);
  const since = new Date(context.clock.now().getTime() - CODE_MS);
  const last = await EmailCodes(context)
    .findOne({ asker: who, address, at: { $gt: since } }, { _id: 1 })
    .sort({ at: -1, _id: -1 })
    .lean<EmailCodeDoc>();
  if (!last) return undefined;
  const taken = await EmailCodes(context)
    .findOneAndUpdate({ _id: last._id, tries: { $lt: TRIES } }, { $inc: { tries: 1 } })
    .lean<EmailCodeDoc>();
  if (taken?.code !== codeHash(context, { asker: who, address }, code.replace(/[\s-]/g, ''))) return undefined;
  return {
    spend: async () => void (await EmailCodes(context).updateOne({ _id: last._id }, { $set: { tries: TRIES } })),
  };
}

function hashesOf(context: Context, asker: Asker, email: string): Pick<EmailCodeDoc, 'asker' | 'address'> {
  const of = (identity: Asker) => context.vault.hash('email code', identityHash(context, identity));
  return { asker: of(asker), address: of({ kind: 'email', value: email }) };
}

const codeHash = (context: Context, { asker, address }: Pick<EmailCodeDoc, 'asker' | 'address'>, code: string) =>
  context.vault.hash('email code', `${asker} ${address} ${code}`);

import type { Context } from '../../../context.ts';
import { asBytes } from '../../../vault/sealed.ts';
import { requestTokens, TokenError, type Granted } from './exchange.ts';
import { MailTokens, type SecretDoc } from './model.ts';
import { setProvider } from './provider.ts';
import type { ProviderName } from './schema.ts';

/** What is kept of a connected mailbox. */
export interface Tokens {
  provider: ProviderName;
  refreshToken: string;
  accessToken: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** How long it was valid when it was given, in milliseconds. */
  lifeMs: number;
  /** Why only a person can connect it again. */
  revoked?: string;
}

/** They are renewed when a third of their time is left, five minutes at most. */
const MARGIN_MS = 300_000;
const boundTo = (account: string): string => `MailToken/${account}/settings`;

/** What is under way for an account; who asks meanwhile gets the same. */
const asking = new WeakMap<Context, Map<string, Promise<Tokens>>>();

/**
 * A token that is valid for a while, renewed before it ends. Rejects with TokenError. `renew`: the one we have was
 * refused.
 */
export async function accessToken(context: Context, account: string, renew = false): Promise<string> {
  return (await freshTokens(context, account, renew)).accessToken;
}

/** The same with its times; for those who watch over them. */
export async function freshTokens(context: Context, account: string, renew = false): Promise<Tokens> {
  const { tokens, n } = await load(context, account);
  if (tokens.revoked) throw new TokenError(true, tokens.revoked);
  if (!renew && dueInMs(context, tokens) > 0) return tokens;
  const underWay = asking.get(context) ?? new Map<string, Promise<Tokens>>();
  asking.set(context, underWay);
  const known = underWay.get(account);
  if (known) return await known;
  const asked = refresh(context, account, tokens, n).finally(() => underWay.delete(account));
  underWay.set(account, asked);
  return await asked;
}

/** Milliseconds until they shall be renewed. */
export const dueInMs = ({ clock }: Context, { expiresAt, lifeMs }: Tokens): number =>
  expiresAt - clock.now().getTime() - Math.min(MARGIN_MS, lifeMs / 3);

/** Keeps what a provider gave for a mailbox, in place of what was before. */
export async function keepTokens(context: Context, account: string, tokens: Tokens): Promise<void> {
  const doc = { _id: account, v: 1, n: Date.now(), settings: sealedFor(context, account, tokens) };
  await MailTokens(context).collection.replaceOne({ _id: account as never }, doc as never, { upsert: true });
}

/** Forgets the access to a mailbox that was removed. */
export async function forgetTokens(context: Context, account: string): Promise<void> {
  await MailTokens(context).deleteOne({ _id: account });
}

/** As they were given. */
export function tokensOf(context: Context, provider: ProviderName, granted: Granted, before = ''): Tokens {
  const { accessToken, refreshToken = before, expiresIn } = granted;
  const lifeMs = expiresIn * 1000;
  return { provider, accessToken, refreshToken, lifeMs, expiresAt: context.clock.now().getTime() + lifeMs };
}

/** The new refresh token is durable before anybody uses what came with it: the old one may be void by now. */
async function refresh(context: Context, account: string, before: Tokens, n: number): Promise<Tokens> {
  const provider = await setProvider(context, before.provider);
  const grant = { grant_type: 'refresh_token', refresh_token: before.refreshToken };
  let next: Tokens;
  try {
    next = tokensOf(context, before.provider, await requestTokens(context, provider, grant), before.refreshToken);
  } catch (error) {
    if (!(error instanceof TokenError) || !error.revoked) throw error;
    const now = await load(context, account);
    // Another process was faster, and void what we had.
    if (now.n !== n) return now.tokens;
    await write(context, account, n, { ...before, revoked: error.message });
    throw error;
  }
  return (await write(context, account, n, next)) ? next : (await load(context, account)).tokens;
}

async function write(context: Context, account: string, n: number, tokens: Tokens): Promise<boolean> {
  const settings = sealedFor(context, account, tokens);
  const { matchedCount } = await MailTokens(context).collection.updateOne(
    { _id: account as never, n },
    { $set: { settings, n: n + 1 } },
  );
  return matchedCount > 0;
}

async function load(context: Context, account: string): Promise<{ tokens: Tokens; n: number }> {
  const doc = await MailTokens(context).findById(account).lean<SecretDoc>();
  const bytes = asBytes(doc?.settings);
  if (!doc || !bytes) throw new TokenError(true, 'This mailbox is not connected to its provider.');
  return { tokens: JSON.parse(context.vault.openInstance(boundTo(account), bytes).toString()) as Tokens, n: doc.n };
}

const sealedFor = (context: Context, account: string, tokens: Tokens): Buffer =>
  context.vault.sealInstance(boundTo(account), JSON.stringify(tokens));

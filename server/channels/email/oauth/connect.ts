import { createHash, randomBytes } from 'node:crypto';
import type { Context } from '../../../context.ts';
import { fail } from '../../../errors.ts';
import { accountById, addAccount, changeAccount, type AccountInput } from '../../../settings/accounts.ts';
import { urlOf } from '../mailbox-url.ts';
import { requestTokens } from './exchange.ts';
import { ASKED, setProvider, type Provider } from './provider.ts';
import type { ConnectBody } from './schema.ts';
import { keepTokens, tokensOf } from './tokens.ts';

/** What comes back from the provider with the code; sealed, so that nobody can change or read it. */
interface State extends ConnectBody {
  verifier: string;
  /** Who began; nobody else may end it. */
  agent: string;
  until: number;
}

const MINUTES = 15;
const BOUND = 'mail connect';

export const redirectUri = ({ config }: Context): string => `${config.publicUrl}/api/v1/mailboxes/connected`;

/** The address at the provider where a person signs in and agrees (RFC 6749, 4.1; PKCE, RFC 7636). */
export async function authorizeUrl(context: Context, body: ConnectBody, agent: string): Promise<string> {
  const provider = await setProvider(context, body.provider);
  if (body.account) await accountById(context, 'email', body.account);
  const verifier = randomBytes(32).toString('base64url');
  const until = context.clock.now().getTime() + MINUTES * 60_000;
  const state: State = { ...body, verifier, agent, until };
  const url = new URL(provider.authorizeUrl);
  const asked = {
    response_type: 'code',
    client_id: provider.clientId,
    redirect_uri: redirectUri(context),
    scope: provider.scope,
    state: context.vault.sealInstance(BOUND, JSON.stringify(state)).toString('base64url'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    login_hint: body.address,
    ...ASKED[body.provider],
  };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return url.href;
}

/**
 * Ends what `authorizeUrl` began: the mailbox is there, or reconnected, and its tokens are kept; answers its id. Fails
 * `forbidden` when it is not this agent's, or too late; rejects with TokenError.
 */
export async function connected(context: Context, given: { code: string; state: string }, agent: string) {
  const state = readState(context, given.state);
  if (!state || state.agent !== agent || state.until < context.clock.now().getTime()) return fail('forbidden');
  const provider = await setProvider(context, state.provider);
  const granted = await requestTokens(context, provider, {
    grant_type: 'authorization_code',
    code: given.code,
    redirect_uri: redirectUri(context),
    code_verifier: state.verifier,
  });
  if (!granted.refreshToken) return fail('unprocessable', 'The provider gave no lasting access.');
  const account = await mailboxFor(context, state, provider);
  await keepTokens(context, account, tokensOf(context, state.provider, granted));
  // Only now is there something to sign in with.
  await context.events.emit('account.changed', { account });
  return account;
}

async function mailboxFor(context: Context, state: State, provider: Provider): Promise<string> {
  const server = (kind: 'imap' | 'smtp') =>
    urlOf(kind, { ...provider[kind], user: state.address, password: '' }, undefined);
  const known = state.account ? await accountById(context, 'email', state.account) : undefined;
  const input: AccountInput<'email'> = {
    name: state.name,
    address: known?.address ?? state.address,
    // What takes over older mails begins once somebody has seen how many.
    enabled: known?.enabled ?? state.since === 'now',
    settings: {
      door: known?.mail?.door ?? false,
      since: known?.mail?.since ?? state.since,
      ...(known?.mail?.moveTo ? { moveTo: known.mail.moveTo } : {}),
      imapUrl: server('imap'),
      smtpUrl: server('smtp'),
      oauth: state.provider,
    },
  };
  const account = known
    ? await changeAccount(context, 'email', known.id, input)
    : await addAccount(context, 'email', input);
  return account.id;
}

function readState({ vault }: Context, state: string): State | undefined {
  try {
    return JSON.parse(vault.openInstance(BOUND, Buffer.from(state, 'base64url')).toString()) as State;
  } catch {
    return undefined;
  }
}

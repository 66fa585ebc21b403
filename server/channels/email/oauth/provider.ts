import type { Context } from '../../../context.ts';
import { fail } from '../../../errors.ts';
import { asBytes } from '../../../vault/sealed.ts';
import { MailProviders, type SecretDoc } from './model.ts';
import type { ProviderName } from './schema.ts';

export interface MailHost {
  host: string;
  port: number;
  security: 'tls' | 'starttls' | 'insecure' | 'none';
}
/** Where a provider signs people in, and where its mail is. */
export interface Endpoints {
  authorizeUrl: string;
  tokenUrl: string;
  scope: string;
  imap: MailHost;
  smtp: MailHost;
}
/** The admin's own client of a provider. */
export interface Provider extends Endpoints {
  clientId: string;
  clientSecret: string;
}

const tls = (host: string, port: number): MailHost => ({ host, port, security: 'tls' });

/** developers.google.com/workspace/gmail/imap/xoauth2-protocol; learn.microsoft.com, "OAuth … IMAP, POP & SMTP". */
export const DEFAULTS: Record<ProviderName, Endpoints> = {
  google: {
    authorizeUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenUrl: 'https://oauth2.googleapis.com/token',
    scope: 'https://mail.google.com/',
    imap: tls('imap.gmail.com', 993),
    smtp: tls('smtp.gmail.com', 465),
  },
  microsoft: {
    authorizeUrl: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
    tokenUrl: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
    scope: 'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access',
    imap: tls('outlook.office365.com', 993),
    smtp: { host: 'smtp.office365.com', port: 587, security: 'starttls' },
  },
};

/** What Google asks for besides, to give a refresh token every time. */
export const ASKED: Record<ProviderName, Record<string, string>> = {
  google: { access_type: 'offline', prompt: 'consent' },
  microsoft: { prompt: 'select_account' },
};

const boundTo = (name: ProviderName): string => `MailProvider/${name}/settings`;

/** The admin's client of a provider; undefined while none is set. */
export async function providerOf(context: Context, name: ProviderName): Promise<Provider | undefined> {
  const doc = await MailProviders(context).findById(name).lean<SecretDoc>();
  const bytes = asBytes(doc?.settings);
  return bytes ? (JSON.parse(context.vault.openInstance(boundTo(name), bytes).toString()) as Provider) : undefined;
}

/** The same. Fails `unprocessable` while none is set. */
export const setProvider = async (context: Context, name: ProviderName): Promise<Provider> =>
  (await providerOf(context, name)) ?? fail('unprocessable', 'Set up the client of this provider first.');

/** Keeps the admin's client. */
export async function writeProvider(context: Context, name: ProviderName, provider: Provider): Promise<void> {
  const settings = context.vault.sealInstance(boundTo(name), JSON.stringify(provider));
  const doc = { _id: name, v: 1, n: 0, settings };
  await MailProviders(context).collection.replaceOne({ _id: name as never }, doc as never, { upsert: true });
}

import { integer, oneOf, url, mongo, email, longEnough } from './config-checks.ts';
import { listOf, mailVariables, readMail, type Get, type MailConfig, type Variable } from './config-mail.ts';

/**
 * The only reader of the environment. Each variable is documented where it is declared; `.env.example` is made from
 * this table (`node server/config.ts`). All errors are told at once, in words.
 */
type Env = Record<string, string | undefined>;

export const variables: readonly Variable[] = [
  { name: 'HOST', doc: 'Address to listen on.', default: '0.0.0.0' },
  { name: 'PORT', doc: 'Port to listen on; 0 takes a free one.', default: '3000', check: integer(0, 65535) },
  {
    name: 'PUBLIC_URL',
    doc: 'The address that customers and agents use; links in mails are made from it. Default: http://localhost:PORT.',
    example: 'https://help.example.com',
    check: url('http', 'https'),
  },
  { name: 'DATA_DIR', doc: 'Folder of the embedded store, keys and files.', default: './data' },
  {
    name: 'SECRET_KEY',
    doc: 'The instance key (32 characters or more); generated into DATA_DIR/secret.key when unset. Without it data and backups cannot be read.',
    check: longEnough(32),
  },
  {
    name: 'NEW_SECRET_KEY',
    doc: 'The next instance key, read by ombud rotate-key alone, where SECRET_KEY is set.',
    check: longEnough(32),
  },
  {
    name: 'LOG_LEVEL',
    doc: 'How much is logged.',
    default: 'info',
    check: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
  },
  {
    name: 'TRUST_PROXY',
    doc: 'true when a reverse proxy sets X-Forwarded-*.',
    default: 'false',
    check: oneOf('true', 'false'),
  },
  {
    name: 'MONGODB_URI',
    doc: 'MongoDB; unset: the embedded store.',
    example: 'mongodb://mongo:27017/ombud',
    check: mongo,
  },
  {
    name: 'MEILI_URL',
    doc: 'Meilisearch; unset: the embedded search.',
    example: 'http://meilisearch:7700',
    check: url('http', 'https'),
  },
  { name: 'MEILI_KEY', doc: 'Key of Meilisearch.' },
  {
    name: 'REDIS_URL',
    doc: 'Redis, needed when several processes serve; unset: one process.',
    example: 'redis://redis:6379',
    check: url('redis', 'rediss'),
  },
  { name: 'ADMIN_EMAIL', doc: 'The first admin, made at the first start.', default: 'admin@localhost', check: email },
  {
    name: 'ADMIN_PASSWORD',
    doc: 'Their password; unset: a one-time password is printed at the first start.',
    check: longEnough(8),
  },
  ...mailVariables,
  {
    name: 'TELEGRAM_BOT_TOKEN',
    doc: 'Telegram bot, as BotFather gives its token. Further bots: in the settings.',
    check: (v) => (/^\d+:[\w-]{20,}$/.test(v) ? undefined : 'must look like 123456:ABC…'),
  },
  {
    name: 'TELEGRAM_API_ROOT',
    doc: 'Another Bot API server, of all bots.',
    default: 'https://api.telegram.org',
    check: url('http', 'https'),
  },
  {
    name: 'TELEGRAM_WEBHOOK_SECRET',
    doc: 'Secret token of the webhook, which is used where PUBLIC_URL is https; made from the instance key when unset.',
    check: (v) => (/^[\w-]{1,256}$/.test(v) ? undefined : 'must be 1 to 256 letters, digits, _ or -'),
  },
  { name: 'TEAMS_APP_ID', doc: 'Microsoft Teams bot: application id.' },
  { name: 'TEAMS_APP_PASSWORD', doc: 'Its client secret.' },
  {
    name: 'TEAMS_TENANT_ID',
    doc: 'Tenants that may use it, separated by commas; unset: any. One: the bot is registered there.',
  },
  {
    name: 'TEAMS_OPENID_URL',
    doc: 'OpenID metadata of the Bot Connector in other clouds.',
    check: url('http', 'https'),
  },
  {
    name: 'TEAMS_TOKEN_URL',
    doc: 'Where tokens for the Bot Connector come from in other clouds.',
    check: url('http', 'https'),
  },
  { name: 'LLM_BASE_URL', doc: 'Optional OpenAI-compatible endpoint for the assistant.', check: url('http', 'https') },
  { name: 'LLM_API_KEY', doc: 'Its key.' },
  { name: 'LLM_MODEL', doc: 'Its model.' },
  { name: 'ALLOW_PRIVATE_HOSTS', doc: 'Hosts in settings that may lie in private networks, separated by commas.' },
];

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Without a trailing slash; empty until the port is known when PUBLIC_URL is unset and PORT is 0. */
  readonly publicUrl: string;
  readonly dataDir: string;
  readonly secretKey: string | undefined;
  readonly newSecretKey: string | undefined;
  readonly logLevel: string;
  readonly trustProxy: boolean;
  readonly mongodbUri: string | undefined;
  readonly meili: { url: string; key: string | undefined } | undefined;
  readonly redisUrl: string | undefined;
  readonly admin: { email: string; password: string | undefined };
  readonly mail: MailConfig;
  readonly telegram: { token: string | undefined; apiRoot: string; webhookSecret: string | undefined };
  readonly teams: { appId: string; appPassword: string; tenantId: string | undefined } | undefined;
  /** Of every Teams bot, those of the settings included. */
  readonly teamsCloud: { openidUrl: string | undefined; tokenUrl: string | undefined };
  readonly llm: { baseUrl: string; apiKey: string | undefined; model: string } | undefined;
  readonly allowPrivateHosts: readonly string[];
}

/** Thrown by readConfig: every error at once, a line each. */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'an error' : `${problems.length} errors`}:\n- ${problems.join('\n- ')}`,
    );
    this.problems = problems;
  }
}

/** Reads, checks and freezes the configuration. Empty values count as unset. Throws ConfigError with all errors. */
export function readConfig(env: Env = process.env): Config {
  const get = (name: string): string | undefined => env[name]?.trim() || undefined;
  const problems = [...checkEach(get), ...checkTogether(get)];
  if (problems.length > 0) throw new ConfigError(problems);
  const value = (name: string): string => get(name) ?? variables.find((v) => v.name === name)?.default ?? '';
  const port = Number(value('PORT'));
  return deepFreeze({
    host: value('HOST'),
    port,
    publicUrl: (get('PUBLIC_URL') ?? (port ? `http://localhost:${port}` : '')).replace(/\/+$/, ''),
    dataDir: value('DATA_DIR'),
    secretKey: get('SECRET_KEY'),
    newSecretKey: get('NEW_SECRET_KEY'),
    logLevel: value('LOG_LEVEL'),
    trustProxy: value('TRUST_PROXY') === 'true',
    mongodbUri: get('MONGODB_URI'),
    redisUrl: get('REDIS_URL'),
    admin: { email: value('ADMIN_EMAIL').toLowerCase(), password: get('ADMIN_PASSWORD') },
    mail: readMail(get),
    ...readServices(get, value),
    allowPrivateHosts: listOf(get('ALLOW_PRIVATE_HOSTS')),
  });
}

type Service = 'meili' | 'telegram' | 'teams' | 'teamsCloud' | 'llm';

function readServices(get: Get, value: (name: string) => string): Pick<Config, Service> {
  const [meiliUrl, token, appId, llmUrl] = ['MEILI_URL', 'TELEGRAM_BOT_TOKEN', 'TEAMS_APP_ID', 'LLM_BASE_URL'].map(get);
  return {
    meili: meiliUrl ? { url: meiliUrl, key: get('MEILI_KEY') } : undefined,
    telegram: { token, apiRoot: value('TELEGRAM_API_ROOT'), webhookSecret: get('TELEGRAM_WEBHOOK_SECRET') },
    teams: appId
      ? {
          appId,
          appPassword: get('TEAMS_APP_PASSWORD') ?? '',
          tenantId: get('TEAMS_TENANT_ID'),
        }
      : undefined,
    teamsCloud: { openidUrl: get('TEAMS_OPENID_URL'), tokenUrl: get('TEAMS_TOKEN_URL') },
    llm: llmUrl ? { baseUrl: llmUrl, apiKey: get('LLM_API_KEY'), model: get('LLM_MODEL') ?? '' } : undefined,
  };
}

function checkEach(get: Get): string[] {
  return variables.flatMap(({ name, check }) => {
    const value = get(name);
    const wrong = value === undefined ? undefined : check?.(value);
    return wrong ? [`${name} ${wrong}.`] : [];
  });
}

/** What must stand together. */
function checkTogether(get: Get): string[] {
  const needs: [string, string][] = [
    ['IMAP_URL', 'MAIL_ADDRESS'],
    ['SMTP_URL', 'MAIL_ADDRESS'],
    ['SMTP_IN_PORT', 'MAIL_ADDRESS'],
    ['IMAP_MOVE_TO', 'IMAP_URL'],
    ['SMTP_IN_CERT', 'SMTP_IN_KEY'],
    ['SMTP_IN_KEY', 'SMTP_IN_CERT'],
    ['TEAMS_APP_ID', 'TEAMS_APP_PASSWORD'],
    ['TEAMS_APP_PASSWORD', 'TEAMS_APP_ID'],
    ['MEILI_KEY', 'MEILI_URL'],
    ['LLM_BASE_URL', 'LLM_MODEL'],
  ];
  return needs.flatMap(([one, other]) => (get(one) && !get(other) ? [`${one} needs ${other} as well.`] : []));
}

function deepFreeze<T extends object>(object: T): T {
  for (const value of Object.values(object)) if (value && typeof value === 'object') deepFreeze(value as object);
  return Object.freeze(object);
}

/** The text of .env.example. */
export function envExample(): string {
  const lines = variables.map(
    (v) => `# ${v.doc}\n${v.default !== undefined ? '' : '# '}${v.name}=${v.default ?? v.example ?? ''}\n`,
  );
  return `# Ombud's settings. Made from server/config.ts by \`npm run env\`; everything is optional.\n\n${lines.join('\n')}`;
}

if (import.meta.main) process.stdout.write(envExample());

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, envExample, readConfig, variables } from '../../server/config.ts';

/** The problems that a configuration has. */
function problems(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('the configuration', () => {
  it('needs nothing', () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      publicUrl: 'http://localhost:3000',
      dataDir: './data',
      mongodbUri: undefined,
      mail: { smtpInPort: undefined, imapSince: 'now' },
      telegram: { token: undefined, apiRoot: 'https://api.telegram.org', webhookSecret: undefined },
      allowPrivateHosts: [],
    });
  });

  it('cannot be changed', () => {
    const config = readConfig({});
    expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError);
    expect(() => Object.assign(config.mail, { address: 'x@y' })).toThrow(TypeError);
  });

  it('counts empty values as unset', () => expect(readConfig({ PORT: ' ', SECRET_KEY: '' }).port).toBe(3000));

  it('reads what is set', () => {
    const config = readConfig({
      PORT: '0',
      PUBLIC_URL: 'https://help.example.com/',
      MAIL_ADDRESS: 'Support@Example.com',
      SMTP_IN_PORT: '2525',
      IMAP_URL: 'imaps://a:b@imap.example.com/INBOX?tls=insecure',
      TRUST_PROXY: 'true',
      ALLOW_PRIVATE_HOSTS: 'a.local, B.local,',
    });
    expect(config).toMatchObject({
      port: 0,
      publicUrl: 'https://help.example.com',
      trustProxy: true,
      mail: { address: 'support@example.com', smtpInPort: 2525 },
      allowPrivateHosts: ['a.local', 'b.local'],
    });
  });

  it.each([
    ['PORT', 'eighty', 'PORT must be a whole number from 0 to 65535.'],
    ['PORT', '70000', 'PORT must be a whole number from 0 to 65535.'],
    ['PUBLIC_URL', 'help.example.com', 'PUBLIC_URL must be an address that starts with http:// or https://.'],
    ['SECRET_KEY', 'short', 'SECRET_KEY must have at least 32 characters.'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.'],
    ['MONGODB_URI', 'postgres://x', 'MONGODB_URI must start with mongodb:// or mongodb+srv://.'],
    ['REDIS_URL', 'http://redis', 'REDIS_URL must be an address that starts with redis:// or rediss://.'],
    ['ADMIN_EMAIL', 'admin', 'ADMIN_EMAIL must be an e-mail address.'],
    ['TELEGRAM_BOT_TOKEN', 'abc', 'TELEGRAM_BOT_TOKEN must look like 123456:ABC….'],
    ['IMAP_SINCE', 'yesterday', 'IMAP_SINCE must be now, all or a date like 2026-01-31.'],
    ['TRUST_PROXY', 'yes', 'TRUST_PROXY must be one of true, false.'],
    ['LLM_BASE_URL', 'https://llm.example.com', 'LLM_BASE_URL needs LLM_MODEL as well.'],
    ['TEAMS_APP_ID', 'x', 'TEAMS_APP_ID needs TEAMS_APP_PASSWORD as well.'],
    ['SMTP_IN_PORT', '25', 'SMTP_IN_PORT needs MAIL_ADDRESS as well.'],
  ])('%s=%s: %s', (name, value, problem) => expect(problems({ [name]: value })).toEqual([problem]));

  it('names every error at once', () => {
    const env = { PORT: 'x', SECRET_KEY: 'short', IMAP_URL: 'imap://a:b@c/INBOX?tls=maybe', MEILI_KEY: 'k' };
    expect(problems(env)).toEqual([
      'PORT must be a whole number from 0 to 65535.',
      'SECRET_KEY must have at least 32 characters.',
      'IMAP_URL ?tls= must be off or insecure.',
      'IMAP_URL needs MAIL_ADDRESS as well.',
      'MEILI_KEY needs MEILI_URL as well.',
    ]);
  });

  it('never repeats a value, which may be a secret', () => {
    const secret = 'hunter2';
    const env = Object.fromEntries(variables.filter(({ check }) => check).map(({ name }) => [name, secret]));
    expect(problems(env).length).toBeGreaterThan(10);
    expect(problems(env).join('\n')).not.toContain(secret);
  });
});

describe('.env.example', () => {
  const file = readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8');

  it('is what the table of variables makes (else: npm run env)', () => expect(file).toBe(envExample()));

  it('is a valid configuration', () => {
    const env = Object.fromEntries(
      [...file.matchAll(/^([A-Z_]+)=(.*)$/gm)].map((line) => [line[1] ?? '', line[2] ?? '']),
    );
    expect(problems(env)).toEqual([]);
    expect(Object.keys(env)).toContain('PORT');
  });

  it('has every variable with its examples being valid', () => {
    for (const { name, example, check } of variables) {
      expect(file).toMatch(new RegExp(`^(# )?${name}=`, 'm'));
      if (example && check) expect(check(example), name).toBeUndefined();
    }
  });
});

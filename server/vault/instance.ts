import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WrongKeyError } from './instance-keys.ts';
import { openKeyFile, type KeyStore } from './keys.ts';
import { createVault, type Vault } from './vault.ts';

export interface InstanceOptions {
  dataDir: string;
  /** SECRET_KEY; `secret.key` in the folder when undefined. */
  secretKey: string | undefined;
}

export const KEY_FILE = 'keys.db';
/** Where the instance key stands when it is not given, and where the next one is while it is exchanged. */
export const secretPath = (dataDir: string): string => join(dataDir, 'secret.key');
export const nextSecretPath = (dataDir: string): string => `${secretPath(dataDir)}.new`;

/** Opens the vault of a data folder: `secret.key` (unless SECRET_KEY is given) and `keys.db`. A wrong key refuses the start. */
export function openVault(options: InstanceOptions): { vault: Vault; keys: KeyStore } {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const keys = openKeyFile(join(options.dataDir, KEY_FILE));
  try {
    return { vault: open(options, keys), keys };
  } catch (error) {
    keys.close();
    throw error;
  }
}

function open({ dataDir, secretKey }: InstanceOptions, keys: KeyStore): Vault {
  if (secretKey !== undefined) return vaultOf(secretKey, keys) ?? refuse(dataDir);
  const path = secretPath(dataDir);
  if (!existsSync(path)) {
    if (keys.ring.generation() !== null) throw new Error(missing(dataDir));
    writeFileSync(path, newSecret(), { mode: 0o600, flush: true });
  }
  const vault = vaultOf(readFileSync(path, 'utf8'), keys);
  if (vault) return vault;
  // An exchange of the key that was interrupted after the key file had the new one.
  const next = nextSecretPath(dataDir);
  const exchanged = existsSync(next) ? vaultOf(readFileSync(next, 'utf8'), keys) : undefined;
  if (!exchanged) return refuse(dataDir);
  renameSync(next, path);
  return exchanged;
}

/** Undefined when the keys were wrapped by another instance key. */
function vaultOf(secret: string, keys: KeyStore): Vault | undefined {
  try {
    return createVault(instanceKey(secret), keys);
  } catch (error) {
    if (error instanceof WrongKeyError) return undefined;
    throw error;
  }
}

const refuse = (dataDir: string): never => {
  throw new Error(
    `The instance key (SECRET_KEY or ${secretPath(dataDir)}) is not the one that sealed the data. Nothing was changed; ` +
      'start with the right one.',
  );
};

const missing = (dataDir: string): string =>
  `The data in ${dataDir} was sealed with an instance key that is not here now: set SECRET_KEY, or put the copy of ` +
  `secret.key back to ${secretPath(dataDir)}.`;

/** 32 bytes of whatever text the secret is. */
export const instanceKey = (secret: string): Buffer => createHash('sha256').update(secret.trim()).digest();

/** The text of a new secret.key. */
export const newSecret = (): string => `${randomBytes(32).toString('base64url')}\n`;

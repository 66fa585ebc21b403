import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openKeyFile, type KeyStore } from './keys.ts';
import { createVault, type Vault } from './vault.ts';

/** Opens the vault of a data folder: `secret.key` (unless SECRET_KEY is given) and `keys.db`. A wrong key refuses the start. */
export function openVault(options: { dataDir: string; secretKey: string | undefined }): {
  vault: Vault;
  keys: KeyStore;
} {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const keys = openKeyFile(join(options.dataDir, 'keys.db'));
  const vault = createVault(instanceKey(options), keys);
  checkKey(options.dataDir, vault);
  return { vault, keys };
}

function instanceKey({ dataDir, secretKey }: { dataDir: string; secretKey: string | undefined }): Buffer {
  const path = join(dataDir, 'secret.key');
  if (!secretKey && !existsSync(path)) {
    if (existsSync(join(dataDir, 'key.check')))
      throw new Error(`The data in ${dataDir} was sealed with a SECRET_KEY that is not set now.`);
    writeFileSync(path, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true });
  }
  const secret = secretKey ?? readFileSync(path, 'utf8').trim();
  return createHash('sha256').update(secret).digest();
}

/** A known text sealed at the first start; another instance key cannot open it. */
function checkKey(dataDir: string, vault: Vault): void {
  const path = join(dataDir, 'key.check');
  if (!existsSync(path)) return writeFileSync(path, vault.sealInstance('check', 'ombud'), { mode: 0o600, flush: true });
  try {
    vault.openInstance('check', readFileSync(path));
  } catch {
    throw new Error(
      `The instance key (SECRET_KEY or ${join(dataDir, 'secret.key')}) is not the one that sealed the data.`,
    );
  }
}

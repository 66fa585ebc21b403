import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { readConfig, type Config } from '../config.ts';
import { Leases } from '../lease.ts';
import { resealInstance } from '../store/reseal.ts';
import { instanceKey, newSecret, nextSecretPath, secretPath } from '../vault/instance.ts';
import { dropOldSeals, exchangeInstanceKey, oldSeals } from '../vault/instance-keys.ts';
import { openDesk, type Desk } from './open.ts';
import type { Input, Verb } from './verb.ts';

export const verb: Verb = {
  help: `
Usage: ombud rotate-key

Exchanges the instance key: every key in DATA_DIR/keys.db is wrapped anew, and the passwords of channels and the like
are sealed anew; no customer's data are rewritten, and links, tokens and sessions go on working. End the server first.
Without SECRET_KEY a new DATA_DIR/secret.key is made. With it, set NEW_SECRET_KEY to the next one, and SECRET_KEY to that
afterwards. Backups made before need the old key. After an interruption: run it again.`,
  async run(input) {
    const config = readConfig();
    const desk = await openDesk(config);
    let open = true;
    const close = async (): Promise<void> => {
      if (open) await desk.close();
      open = false;
    };
    try {
      await refuseRunning(desk);
      if (oldSeals(desk.keys).length > 0)
        return await finish(desk, input, 'The exchange that was interrupted is finished');
      const next = exchange(config, desk);
      await close();
      return await finishWith({ ...config, secretKey: next }, input);
    } finally {
      await close();
    }
  },
};

async function refuseRunning({ context, running }: Desk): Promise<void> {
  const busy = await Leases(context).exists({ until: { $gt: new Date() } });
  if (running || busy) throw new Error('A server is running: end it first. (After a crash, wait ten seconds.)');
}

/** From the moment when the key file has it, only the next key opens it. Answers SECRET_KEY as it is from then on. */
function exchange({ dataDir, secretKey, newSecretKey }: Config, { keys }: Desk): string | undefined {
  if (secretKey !== undefined) {
    if (newSecretKey === undefined || newSecretKey === secretKey)
      throw new Error('SECRET_KEY is set: set NEW_SECRET_KEY to another one, which takes its place.');
    exchangeInstanceKey(keys, instanceKey(secretKey), instanceKey(newSecretKey));
    return newSecretKey;
  }
  const [path, nextPath] = [secretPath(dataDir), nextSecretPath(dataDir)];
  const next = newSecret();
  // Durable before it is needed; a start finds it here when the last step is not reached.
  writeFileSync(nextPath, next, { mode: 0o600, flush: true });
  exchangeInstanceKey(keys, instanceKey(readFileSync(path, 'utf8')), instanceKey(next));
  renameSync(nextPath, path);
  return undefined;
}

async function finishWith(config: Config, input: Input): Promise<number> {
  const desk = await openDesk(config);
  try {
    return await finish(desk, input, 'The instance key is exchanged');
  } finally {
    await desk.close();
  }
}

async function finish({ context, keys }: Desk, { say }: Input, words: string): Promise<number> {
  const secrets = await resealInstance(context);
  dropOldSeals(keys);
  const { secretKey, dataDir } = context.config;
  say(`${words}: ${keys.all().length} keys wrapped, ${secrets} secrets sealed anew.`);
  say(
    secretKey === undefined
      ? `Keep a copy of the new ${secretPath(dataDir)} elsewhere, and make a new backup.`
      : 'Set SECRET_KEY to the new one now, and make a new backup.',
  );
  return 0;
}

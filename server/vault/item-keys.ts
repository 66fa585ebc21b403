import { randomBytes, type KeyObject } from 'node:crypto';
import type { openKeys } from './data-keys.ts';
import { ITEM } from './key-file.ts';
import type { KeyStore } from './keys.ts';

/** Keys of raw items whose customer is not known yet: in the key file like those of customers, never in the data. */
export interface ItemKeys {
  /** A key that nobody else has, durable already. */
  take(): Promise<{ id: string; key: KeyObject }>;
  /** Throws ErasedError when it was destroyed. */
  get(id: string): KeyObject;
  /** It is wrapped to its customer's key now, and that is durable: taken away soon. */
  forget(id: string): void;
}

/** Made and forgotten so many at a time: a mail must not wait for the disk because of its key. */
const BATCH = 64;
const FORGET_MS = 1000;

export function openItemKeys(cache: ReturnType<typeof openKeys>, keys: KeyStore): ItemKeys {
  let ready: string[] = [];
  let making: Promise<void> | undefined;
  let forgotten: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const make = async (): Promise<void> => {
    const fresh = Array.from({ length: BATCH }, () => ITEM + randomBytes(12).toString('base64url'));
    await cache.create(fresh);
    ready.push(...fresh);
  };
  const refill = (): Promise<void> => (making ??= make().finally(() => (making = undefined)));
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const owners = forgotten;
    forgotten = [];
    cache.drop(owners);
    if (owners.length > 0) keys.remove(owners);
  };
  keys.onClose(() => {
    forgotten.push(...ready);
    ready = [];
    flush();
  });
  return {
    async take() {
      for (;;) {
        const id = ready.pop();
        const more = ready.length < BATCH / 4 ? refill() : undefined;
        if (id === undefined) await more;
        else {
          // Beside the work: who finds nothing ready tries again, and hears of it.
          more?.catch(() => undefined);
          return { id, key: cache.get(id) };
        }
      }
    },
    get: (id) => cache.get(id),
    forget(id) {
      if (forgotten.push(id) >= BATCH) flush();
      else timer ??= setTimeout(flush, FORGET_MS).unref();
    },
  };
}

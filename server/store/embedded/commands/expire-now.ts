import { expireDocuments } from '../ttl.ts';
import type { Command } from './command.ts';

/** Deletes what TTL indexes say has expired, without waiting for the sweep. */
export const expireNow: Command = {
  run({ store }) {
    return { deleted: expireDocuments(store, Date.now()), ok: 1 };
  },
};

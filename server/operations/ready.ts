import type { ChannelState } from '../channels/channel.ts';
import type { Context } from '../context.ts';
import { inTime } from '../http/in-time.ts';
import { countQueues } from './queue.ts';
import type { Readiness } from './schema.ts';

const LIMIT_MS = 2_000;

/**
 * Whether requests can be served. Store and search decide; a mailbox that is away or a long queue is told, but another
 * process would not do better. Answers within about two seconds, whatever is away; never rejects.
 */
export async function readiness(context: Context): Promise<Readiness> {
  const [store, search, queue] = await Promise.all([storeReady(context), searchReady(context), queueState(context)]);
  const channels = channelStates(context);
  return {
    ready: store.ok && search.ok,
    store,
    search,
    channels: {
      ok: channels.every(({ state }) => state !== 'down'),
      items: channels.map(({ channel, account, state }) => ({ channel, account, state })),
    },
    queue,
  };
}

/** The states of all accounts of all channels. */
export function channelStates(context: Context): (ChannelState & { channel: string })[] {
  return [...context.channels.values()].flatMap((channel) =>
    channel.states().map((state) => ({ channel: channel.name, ...state })),
  );
}

async function storeReady(context: Context): Promise<Readiness['store']> {
  const kind = context.config.mongodbUri ? 'mongodb' : 'embedded';
  const started = performance.now();
  const answer = await inTime(context.db.db?.command({ ping: 1 }), LIMIT_MS);
  const ms = Math.round((performance.now() - started) * 10) / 10;
  return answer?.['ok'] === 1 ? { ok: true, kind, ms } : { ok: false, kind };
}

async function searchReady(context: Context): Promise<Readiness['search']> {
  return { ok: (await inTime(context.search.ready(), LIMIT_MS)) === true, engine: context.search.name };
}

async function queueState(context: Context): Promise<Readiness['queue']> {
  const counts = await inTime(countQueues(context), LIMIT_MS);
  return counts ? { ok: true, ...counts } : { ok: false };
}

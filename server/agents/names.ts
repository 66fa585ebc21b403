import type { Context } from '../context.ts';
import { Agents, Teams } from './model.ts';

const KEPT_MS = 5_000;
interface Known {
  /** Undefined where there is nobody with that id: that is remembered too. */
  name: string | undefined;
  until: number;
}
const caches = new WeakMap<object, Map<string, Known>>();

/** Names of agents by hex id; kept in memory for 5 s, since every list and event asks for the same few. */
export async function agentNames(context: Context, ids: string[]): Promise<Map<string, string>> {
  return await named(context, ids, (missing) =>
    Agents(context)
      .find({ _id: { $in: missing } }, { name: 1 })
      .lean(),
  );
}

/** Names of teams by hex id, likewise. */
export async function teamNames(context: Context, ids: string[]): Promise<Map<string, string>> {
  return await named(context, ids, (missing) =>
    Teams(context)
      .find({ _id: { $in: missing } }, { name: 1 })
      .lean(),
  );
}

async function named(
  context: Context,
  ids: string[],
  load: (missing: string[]) => Promise<{ _id: unknown; name: string }[]>,
): Promise<Map<string, string>> {
  const cache = caches.get(context) ?? new Map<string, Known>();
  caches.set(context, cache);
  const now = Date.now();
  const unique = [...new Set(ids)];
  const missing = unique.filter((id) => (cache.get(id)?.until ?? 0) < now);
  if (missing.length > 0) {
    const names = new Map((await load(missing)).map(({ _id, name }) => [String(_id), name]));
    for (const id of missing) cache.set(id, { name: names.get(id), until: now + KEPT_MS });
  }
  return new Map(
    unique.flatMap((id) => {
      const name = cache.get(id)?.name;
      return name === undefined ? [] : [[id, name] as const];
    }),
  );
}

import type { Context } from '../context.ts';
import { Agents, Teams } from './model.ts';

const KEPT_MS = 5_000;
const caches = new WeakMap<object, Map<string, { name: string; until: number }>>();

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
  const cache = caches.get(context) ?? new Map<string, { name: string; until: number }>();
  caches.set(context, cache);
  const now = Date.now();
  const unique = [...new Set(ids)];
  const missing = unique.filter((id) => (cache.get(id)?.until ?? 0) < now);
  if (missing.length > 0)
    for (const doc of await load(missing)) cache.set(String(doc._id), { name: doc.name, until: now + KEPT_MS });
  return new Map(unique.flatMap((id) => (cache.has(id) ? [[id, cache.get(id)?.name ?? ''] as const] : [])));
}

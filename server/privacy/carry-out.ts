import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { models } from '../store/register.ts';
import { Erasures, type ErasureDoc } from './erasure-model.ts';
import { isHeld } from './holds/hold.ts';
import { BATCH, type Kind } from './kind.ts';
import { kindsOf } from './kinds.ts';
import { itemsOf, messagesOf, scopeOf, ticketsOf, type Scope } from './scope.ts';
import { freshSnippets } from './snippets.ts';

/**
 * Goes on with an erasure to its end, wherever it stands, or until `goesOn` says no: then it is taken up again by the
 * loop of erasures, and what it answers has begun only. The keys are destroyed in any case. Fails `held`: then it never
 * was.
 */
export async function carryOut(
  context: Context,
  erasure: ErasureDoc,
  goesOn: () => boolean = () => true,
): Promise<ErasureDoc> {
  const scope = await wholeScope(context, erasure);
  await refuseHeld(context, erasure, scope);
  await destroyKeys(context, erasure, scope);
  const elsewhere = await elsewhereOf(context, erasure, scope);
  await touch(context, erasure, { tickets: scope.tickets, elsewhere });
  if (!(await removeAll(context, erasure, kindsOf(context, models, scope), goesOn)))
    return await asStored(context, erasure);
  await freshSnippets(
    context,
    elsewhere.map(({ ticket }) => ticket),
  );
  const copies = context.vault.copies.erase(context.vault.erased.all());
  await touch(context, erasure, { ...named(copies), state: 'done', doneAt: context.clock.now() });
  context.log.info({ erasure: String(erasure._id) }, 'a customer was erased');
  return await asStored(context, erasure);
}

const asStored = async (context: Context, erasure: ErasureDoc): Promise<ErasureDoc> =>
  (await Erasures(context).findById(erasure._id).lean<ErasureDoc>()) ?? erasure;

/** What it began with, and what has come since. */
async function wholeScope(context: Context, { customers, tickets = [] }: ErasureDoc): Promise<Scope> {
  const [first] = customers;
  const { hashes } = first ? await scopeOf(context, first) : { hashes: [] };
  const now = await ticketsOf(context, customers);
  const all = new Map([...tickets, ...now].map((id) => [String(id), id]));
  return { customers, tickets: [...all.values()], hashes };
}

/** Looks once the erasure is known to all: whoever puts a hold now sees it. After the keys there is nothing to hold. */
async function refuseHeld(context: Context, { _id, override }: ErasureDoc, scope: Scope): Promise<void> {
  if (override || context.vault.erased.find(String(_id))) return;
  if (!(await isHeld(context, [...scope.customers, ...scope.tickets]))) return;
  await Erasures(context).deleteOne({ _id });
  fail('held');
}

/** The point of no return: log and keys in one durable step. */
async function destroyKeys(context: Context, { _id, at, by, customers }: ErasureDoc, scope: Scope): Promise<void> {
  const { erased } = context.vault;
  const before = erased.find(String(_id));
  const items = await itemsOf(context, scope);
  const facts = items.map(({ channel, account, key, content }) => ({ channel, account, key, content }));
  const owners = [...customers.map(String), ...items.flatMap(({ keyId }) => keyId || [])];
  erased.write({
    id: String(_id),
    at: at.toISOString(),
    by,
    owners: [...new Set([...(before?.owners ?? []), ...owners])],
    items: [...new Map([...(before?.items ?? []), ...facts].map((item) => [item.key, item])).values()],
  });
}

/** What they wrote into tickets of others, what is gone of it already included. */
async function elsewhereOf(
  context: Context,
  { elsewhere = [] }: ErasureDoc,
  scope: Scope,
): Promise<NonNullable<ErasureDoc['elsewhere']>> {
  const found = (await messagesOf(context, { ...scope, tickets: [] }))
    .filter(({ ticket }) => !scope.tickets.some((own) => own.equals(ticket)))
    .map(({ _id, ticket }) => ({ ticket, message: _id }));
  return [...new Map([...elsewhere, ...found].map((one) => [String(one.message), one])).values()];
}

/** False when it was told to stop before all was gone. How far it is, is told from time to time. */
async function removeAll(
  context: Context,
  erasure: ErasureDoc,
  kinds: Kind[],
  goesOn: () => boolean,
): Promise<boolean> {
  const resumed = Object.keys(erasure.counts).length > 0;
  // Counted before anything is gone; after a crash those counts stand.
  for (const kind of kinds) if (erasure.counts[kind.name] === undefined) await keepCount(context, erasure, kind);
  if (!goesOn()) return await putDown(context, erasure, erasure.removed ?? 0);
  const { counts } = await asStored(context, erasure);
  let sum = 0;
  for (const kind of kinds) {
    const all = counts[kind.name] ?? 0;
    let gone = resumed ? Math.max(0, all - (await kind.count())) : 0;
    for await (const n of kind.remove()) {
      gone = Math.min(all, gone + n);
      // A step in which nothing was left to do is none: each turn comes further.
      if (n > 0 && !goesOn()) return await putDown(context, erasure, sum + gone);
      if (n >= BATCH) await touch(context, erasure, { removed: sum + gone });
    }
    sum += all;
  }
  return true;
}

/** For the loop to take up at once: it seems to be left since long ago. */
async function putDown(context: Context, { _id }: ErasureDoc, removed: number): Promise<false> {
  await Erasures(context).updateOne({ _id }, { $set: { removed, touchedAt: new Date(0) } });
  return false;
}

/** Two processes may be at it: the first count stands, it was made before anything was gone. */
async function keepCount(context: Context, erasure: ErasureDoc, kind: Kind): Promise<void> {
  const field = `counts.${kind.name}`;
  await Erasures(context).collection.updateOne(
    { _id: erasure._id, [field]: { $exists: false } },
    { $set: { [field]: await kind.count(), touchedAt: context.clock.now() } },
  );
}

async function touch(context: Context, erasure: ErasureDoc, fields: Partial<ErasureDoc>): Promise<void> {
  Object.assign(erasure, fields, { touchedAt: context.clock.now() });
  await Erasures(context).collection.updateOne(
    { _id: erasure._id },
    { $set: { ...fields, touchedAt: erasure.touchedAt } as never },
  );
}

const named = ({ reached, unreached }: ReturnType<Context['vault']['copies']['erase']>) => ({
  reached: reached.map(({ path, at }) => ({ path, at })),
  unreached: unreached.map(({ path, at }) => ({ path, at })),
});

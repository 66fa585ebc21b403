import { Types } from 'mongoose';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { models } from '../store/register.ts';
import { isDuplicate } from '../vault/sealed.ts';
import { Erasures, type ErasureDoc } from './erasure-model.ts';
import { isHeld } from './holds/hold.ts';
import { kindsOf, type Kind } from './kinds.ts';
import { itemsOf, messagesOf, scopeOf, ticketsOf, type Scope } from './scope.ts';
import { freshSnippets } from './snippets.ts';

/** How many documents of each kind an erasure of this customer would remove, and what is against it. Fails `not-found`. */
export async function previewFor(
  context: Context,
  customer: Types.ObjectId,
): Promise<{ counts: Record<string, number>; held: boolean }> {
  const scope = await scopeOf(context, customer);
  if (scope.customers.length === 0) return fail('not-found');
  const counts: Record<string, number> = {};
  for (const kind of kindsOf(context, models, scope)) counts[kind.name] = await kind.count();
  return { counts, held: await isHeld(context, [...scope.customers, ...scope.tickets]) };
}

/**
 * Erases a person: first the log, then their keys, after which nobody can read anything of them; then all that is
 * stored of them. The same person again answers the same erasure. Fails `not-found`, and `held` where a legal hold is on
 * them or one of their tickets, unless it is to be overridden.
 */
export async function erase(
  context: Context,
  customer: Types.ObjectId,
  by: ErasureDoc['by'],
  override = false,
): Promise<ErasureDoc> {
  const known = await Erasures(context).findOne({ customers: customer }).lean<ErasureDoc>();
  const erasure = known ?? (await begin(context, customer, by, override));
  return erasure.state === 'done' ? erasure : await carryOut(context, erasure);
}

async function begin(
  context: Context,
  customer: Types.ObjectId,
  by: ErasureDoc['by'],
  override: boolean,
): Promise<ErasureDoc> {
  const { customers, tickets } = await scopeOf(context, customer);
  if (customers.length === 0) return fail('not-found');
  const facts = { _id: new Types.ObjectId(), customers, tickets, at: context.clock.now(), by };
  const erasure = { ...newErasure(context, facts), ...(override ? { override } : {}) };
  try {
    await Erasures(context).collection.insertOne(erasure as never);
    return erasure;
  } catch (error) {
    // Somebody else has asked for it at the same moment.
    const twin = isDuplicate(error) && (await Erasures(context).findOne({ customers: customer }).lean<ErasureDoc>());
    if (!twin) throw error;
    return twin;
  }
}

/** An erasure of which nothing is done yet. */
export function newErasure(
  context: Pick<Context, 'clock'>,
  what: Pick<ErasureDoc, '_id' | 'customers' | 'at' | 'by'> & { tickets: Types.ObjectId[] },
): ErasureDoc {
  const begun = { v: 1, state: 'begun' as const, doneAt: null, touchedAt: context.clock.now(), told: false };
  return { ...what, ...begun, counts: {}, reached: [], unreached: [] };
}

/** Goes on with an erasure to its end, wherever it stands. Fails `held`: then it never was. */
export async function carryOut(context: Context, erasure: ErasureDoc): Promise<ErasureDoc> {
  const scope = await wholeScope(context, erasure);
  await refuseHeld(context, erasure, scope);
  await destroyKeys(context, erasure, scope);
  const elsewhere = (await messagesOf(context, { ...scope, tickets: [] }))
    .filter(({ ticket }) => !scope.tickets.some((own) => own.equals(ticket)))
    .map(({ _id, ticket }) => ({ ticket, message: _id }));
  await touch(context, erasure, { tickets: scope.tickets, elsewhere: [...(erasure.elsewhere ?? []), ...elsewhere] });
  for (const kind of kindsOf(context, models, scope)) {
    // Counted before anything of the kind is gone; after a crash that count stands.
    if (erasure.counts[kind.name] === undefined) await keepCount(context, erasure, kind);
    await kind.remove();
  }
  await freshSnippets(
    context,
    elsewhere.map(({ ticket }) => ticket),
  );
  const copies = context.vault.copies.erase(context.vault.erased.all());
  await touch(context, erasure, { ...named(copies), state: 'done', doneAt: context.clock.now() });
  context.log.info({ erasure: String(erasure._id) }, 'a customer was erased');
  return (await Erasures(context).findById(erasure._id).lean<ErasureDoc>()) ?? erasure;
}

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
  const owners = [...customers.map(String), ...items.flatMap(({ keyId }) => keyId || [])];
  erased.write({
    id: String(_id),
    at: at.toISOString(),
    by,
    owners: [...new Set([...(before?.owners ?? []), ...owners])],
    items: [
      ...(before?.items ?? []),
      ...items.map(({ channel, account, key, content }) => ({ channel, account, key, content })),
    ],
  });
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

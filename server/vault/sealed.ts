import type { Connection, Schema } from 'mongoose';
import type { Context } from '../context.ts';
import type { DefinedModel, RELAXED } from '../model.ts';
import { insertTogether } from '../together.ts';
import { turnFor, weightOf } from '../turns.ts';
import { ErasedError } from './data-keys.ts';
import { sealingOf, type Sealing } from '../declare.ts';
import type { Vault } from './vault.ts';

/** A document as it is stored: sealed fields are bytes. */
type Stored = Record<string, unknown>;

/**
 * Seals the declared fields of a document that will be inserted, or of the fields of an update (`id` is then the
 * document's id). Values may be strings or JSON; undefined stays undefined.
 */
export function sealed<T extends object>(
  context: { vault: Vault },
  model: { modelName: string; schema: unknown },
  owner: string,
  id: { toString(): string },
  fields: T,
): T {
  const { sealing } = declaredBy(model);
  const out: Stored = { ...(fields as Stored) };
  for (const field of sealing.fields) {
    if (isEmpty(out[field])) continue;
    out[field] = context.vault.seal(owner, binding(model.modelName, id, field), JSON.stringify(out[field]));
  }
  return out as T;
}

/** What an opened document may have besides its fields. */
export interface Opened {
  /** Names of sealed fields that are left out because their bytes were changed. Never stored. */
  damaged?: string[];
}

/**
 * Opens a document that came lean from the store. Where the customer was erased the sealed fields are left out, so
 * that lists and reports go on; where a field is damaged, that one.
 */
export function opened<T extends { _id: unknown }>(
  context: { vault: Vault; log?: Pick<Context['log'], 'error'> },
  model: { modelName: string; schema: unknown },
  document: T,
): T & Opened {
  const { sealing } = declaredBy(model);
  const out = document as unknown as Stored;
  const id = String(document._id);
  const owner = sealing.owner === 'self' ? id : String(out[sealing.owner]);
  const damaged: string[] = [];
  for (const field of sealing.fields) {
    const value = asBytes(out[field]);
    if (!value) continue;
    try {
      const plain = context.vault.open(owner, binding(model.modelName, id, field), value);
      out[field] = JSON.parse(plain.toString('utf8'));
    } catch (error) {
      delete out[field];
      if (!(error instanceof ErasedError)) damaged.push(field);
    }
  }
  if (damaged.length > 0) {
    out['damaged'] = damaged;
    context.log?.error({ model: model.modelName, id, fields: damaged }, 'sealed fields are damaged');
  }
  return document;
}

/** Nothing to hide: `''`, `[]` and `{}` stay as they are. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === '') return true;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** What a sealed field is bound to: its place. */
export const binding = (modelName: string, id: { toString(): string }, field: string) =>
  `${modelName}/${id.toString()}/${field}`;

function declaredBy(model: { modelName: string; schema: unknown }): { sealing: Sealing } {
  const sealing = sealingOf(model.schema as Schema);
  if (!sealing) throw new Error(`${model.modelName} declares no sealed fields`);
  return { sealing };
}

/** Sealed bytes, as they were sealed or as they came from the store. */
export function asBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (value && typeof value === 'object' && 'buffer' in value && value.buffer instanceof Uint8Array)
    return value.buffer;
  return undefined;
}

/**
 * Inserts a plain document with its declared fields sealed for the owner. Duplicate keys reject with code 11000. With
 * RELAXED it need not be on disk yet when this resolves.
 */
export async function insertSealed<T extends { _id: unknown }>(
  context: { vault: Vault; db: Connection },
  model: DefinedModel<T>,
  owner: string,
  document: T,
  options: typeof RELAXED | undefined = undefined,
): Promise<void> {
  await turnFor(weightOf(document));
  const stored = sealed(context, model, owner, document._id as { toString(): string }, document);
  await insertTogether(context, model, stored, options);
}

/** True for the store's duplicate key error. */
export const isDuplicate = (error: unknown): boolean => (error as { code?: number } | undefined)?.code === 11000;

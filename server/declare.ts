import type { Schema } from 'mongoose';

/** Why fields are stored as they are: reason → names of fields. */
export type Plain = Readonly<Record<string, readonly string[]>>;

/** What a model says of its fields that can hold words, and whose they are. */
export interface Sealing {
  /**
   * Whose key seals: the path of the field that holds a customer's id, `self` when the document is the customer, or
   * `instance`: secrets of ours, which are nobody's. A customer's documents go when the customer is erased.
   */
  owner: string;
  /** Top-level fields holding a string, or a JSON value, that are stored as sealed bytes. */
  fields: readonly string[];
  /** Keyed hashes (`vault.hash`) of what is personal: they find, and tell nothing. */
  hashed?: readonly string[];
  /** Sealed by the model's own folder, under keys of their own. */
  apart?: readonly string[];
  /** What else can hold words, and why it may be read by everybody who has the store. */
  plain?: Plain;
}

const declared = new WeakMap<Schema, Partial<Sealing>>();

/** Declares the sealed fields of a schema. Documents go in through `sealed(…)` and come out through `opened(…)`. */
export function declareSealed(schema: Schema, sealing: Sealing): void {
  declared.set(schema, sealing);
}

/** Declares that a schema holds nothing personal but hashes: each field that can hold words, with the reason. */
export function declarePlain(schema: Schema, plain: Plain, hashed: readonly string[] = []): void {
  declared.set(schema, { plain, hashed });
}

/** The declaration of a schema whose documents somebody owns. */
export function sealingOf(schema: Schema): Sealing | undefined {
  const declaration = declared.get(schema);
  return declaration?.owner === undefined ? undefined : (declaration as Sealing);
}

/** Everything that a schema says of its fields. */
export const declarationOf = (schema: Schema): Partial<Sealing> | undefined => declared.get(schema);

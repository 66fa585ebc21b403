import type { Connection, Model, Schema } from 'mongoose';

/** A model of the house: call it with anything that has the connection, `Tickets(context).findById(…)`. */
export interface DefinedModel<T> {
  (context: { db: Connection }): Model<T>;
  readonly modelName: string;
  readonly collectionName: string;
  readonly schema: Schema<T>;
}

/**
 * Declares a model without binding it to a connection: there is no global mongoose, several apps can live in one
 * process. store/register.ts binds all of them and makes their indexes at the start.
 */
export function defineModel<T>(modelName: string, collectionName: string, schema: Schema<T>): DefinedModel<T> {
  const of = ({ db }: { db: Connection }): Model<T> =>
    (db.models[modelName] as Model<T> | undefined) ?? db.model<T>(modelName, schema, collectionName);
  return Object.assign(of, { modelName, collectionName, schema });
}

/**
 * For a write that a later, durable one of the same act makes durable too (the store keeps the order), or that may be
 * lost with the machine: answered before it is on disk. It survives the end of the process all the same.
 */
export const RELAXED = { writeConcern: { w: 1, j: false } } as const;

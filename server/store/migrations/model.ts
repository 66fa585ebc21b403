import { Schema } from 'mongoose';
import { declarePlain } from '../../declare.ts';
import { defineModel } from '../../model.ts';

/** A migration that has run on these data. */
export interface MigrationDoc {
  /** Its name. */
  _id: string;
  v: number;
}

const schema = new Schema<MigrationDoc>(
  { _id: String, v: Number },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
declarePlain(schema, { 'the name of a migration': ['_id'] });
export const Migrations = defineModel<MigrationDoc>('Migration', 'migrations', schema);

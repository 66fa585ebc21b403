import { Schema, type Types } from 'mongoose';
import { declareSealed } from '../../declare.ts';
import { defineModel } from '../../model.ts';

/** An agent's second factor: time-based codes (RFC 6238), and codes to be used once when the device is lost. */
export interface SecondFactorDoc {
  /** The agent's id. */
  _id: Types.ObjectId;
  /** Base32, sealed with the instance key. */
  secret: Uint8Array;
  madeAt: Date;
  /** Since when it is asked for; null while it is being set up. */
  since: Date | null;
  /** The last step of 30 s whose code was taken: neither it nor an earlier one is taken again. */
  usedStep: number;
  /** Keyed hashes. */
  recovery: string[];
}

const schema = new Schema<SecondFactorDoc>(
  { secret: Schema.Types.Mixed, madeAt: Date, since: Date, usedStep: Number, recovery: [String] },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
declareSealed(schema, { owner: 'instance', fields: ['secret'], hashed: ['recovery'] });

export const SecondFactors = defineModel<SecondFactorDoc>('SecondFactor', 'second_factors', schema);

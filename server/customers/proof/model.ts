import { Schema, type Types } from 'mongoose';
import { declarePlain } from '../../declare.ts';
import { defineModel } from '../../model.ts';

/** A one-time code that was mailed to an address: hashes only, so that nobody can tell whose it is. */
export interface EmailCodeDoc {
  _id: Types.ObjectId;
  v: number;
  /** Keyed hash of the identity that asked. */
  asker: string;
  /** Keyed hash of the address. */
  address: string;
  /** Keyed hash of the code, for this asker and address. */
  code: string;
  /** How often it was entered wrongly; as often as may be once it was used. */
  tries: number;
  at: Date;
}

/** As long as they count against further ones. */
const KEPT_SECONDS = 86_400;
const schema = new Schema<EmailCodeDoc>(
  { v: Number, asker: String, address: String, code: String, tries: Number, at: Date },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ asker: 1, at: -1, _id: -1 });
schema.index({ address: 1, at: -1 });
schema.index({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
declarePlain(schema, {}, ['asker', 'address', 'code']);

export const EmailCodes = defineModel<EmailCodeDoc>('EmailCode', 'email_codes', schema);

import { Schema } from 'mongoose';
import { declareSealed } from '../../../declare.ts';
import { defineModel } from '../../../model.ts';

/** Sealed words of ours: what is kept of a provider, or of a mailbox that was connected to one. */
export interface SecretDoc {
  /** The provider's name, or the account's id. */
  _id: string;
  v: number;
  /** Counts what was written: two that refresh at once must not write over each other. */
  n: number;
  /** JSON, sealed under the instance key. */
  settings: Buffer;
}

const schemaOf = () => {
  const schema = new Schema<SecretDoc>(
    { _id: String, v: Number, n: Number, settings: Schema.Types.Mixed },
    { versionKey: false, autoIndex: false, autoCreate: false },
  );
  declareSealed(schema, { owner: 'instance', fields: ['settings'], plain: { 'ids of ours': ['_id'] } });
  return schema;
};

/** The admin's own client at each provider. */
export const MailProviders = defineModel<SecretDoc>('MailProvider', 'mail_providers', schemaOf());
/** The tokens of connected mailboxes. */
export const MailTokens = defineModel<SecretDoc>('MailToken', 'mail_tokens', schemaOf());

import { Schema } from 'mongoose';
import { declareSealed } from '../../../declare.ts';
import { defineModel } from '../../../model.ts';

/** The key that signs the mails of one domain. */
export interface SigningKeyDoc {
  /** The domain, as it stands in the DNS (lower case, Punycode). */
  _id: string;
  v: number;
  /** Names the record: `<selector>._domainkey.<domain>`. */
  selector: string;
  /** SubjectPublicKeyInfo in base64, as the record has it. */
  publicKey: string;
  /** PKCS #8 in PEM, sealed under the instance key. */
  privateKey: Buffer;
  createdAt: Date;
  checkedAt: Date | null;
  /** Since when the record has been found as it shall be: from then on mails are signed. */
  publishedAt: Date | null;
}

const schema = new Schema<SigningKeyDoc>(
  {
    _id: String,
    v: Number,
    selector: String,
    publicKey: String,
    privateKey: Schema.Types.Mixed,
    createdAt: Date,
    checkedAt: Date,
    publishedAt: Date,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
declareSealed(schema, {
  owner: 'instance',
  fields: ['privateKey'],
  plain: { 'what the DNS tells everybody': ['_id', 'selector', 'publicKey'] },
});

export const SigningKeys = defineModel<SigningKeyDoc>('SigningKey', 'signing_keys', schema);

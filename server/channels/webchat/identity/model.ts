import { Schema } from 'mongoose';
import { declareSealed } from '../../../declare.ts';
import { defineModel } from '../../../model.ts';

/**
 * `off`: what a page says of its visitor is taken down, and proves nothing. `optional`: whoever says to be somebody has
 * to prove it, and others chat as nobody. `required`: nothing is done for anybody without proof.
 */
export const MODES = ['off', 'optional', 'required'] as const;
export type Mode = (typeof MODES)[number];

/** How visitors of the chat prove who they are. */
export interface WebchatIdentityDoc {
  _id: 'webchat';
  v: number;
  mode: Mode;
  /** Shared with the shop's server, which signs with it; sealed under the instance key. Absent: none was made. */
  secret?: Buffer;
  madeAt: Date | null;
}

const schema = new Schema<WebchatIdentityDoc>(
  { _id: String, v: Number, mode: String, secret: Schema.Types.Mixed, madeAt: Date },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
declareSealed(schema, { owner: 'instance', fields: ['secret'], plain: { 'words of ours': ['_id', 'mode'] } });

export const WebchatIdentity = defineModel<WebchatIdentityDoc>('WebchatIdentity', 'webchat_identity', schema);

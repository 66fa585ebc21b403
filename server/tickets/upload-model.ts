import { Schema, type Types } from 'mongoose';
import { defineModel } from '../model.ts';
import { declareSealed } from '../declare.ts';
import type { MessageAttachment } from './message-model.ts';

/** A file uploaded to a ticket that no message holds yet; gone after a day unless a message took it. */
export interface UploadDoc {
  /** The file's id. */
  _id: Types.ObjectId;
  ticket: Types.ObjectId;
  customer: Types.ObjectId;
  createdAt: Date;
  /** The client id of the message that takes it; that one may still have to be written. */
  clientId?: string;
  // sealed
  file: MessageAttachment;
}

const schema = new Schema<UploadDoc>(
  {
    ticket: Schema.Types.ObjectId,
    customer: Schema.Types.ObjectId,
    createdAt: Date,
    clientId: String,
    file: Schema.Types.Mixed,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ createdAt: 1 });
declareSealed(schema, { owner: 'customer', fields: ['file'], plain: { random: ['clientId'] } });
export const Uploads = defineModel<UploadDoc>('Upload', 'uploads', schema);

import { Schema, type Types } from 'mongoose';
import { defineModel } from '../model.ts';
import { declareSealed } from '../vault/sealed.ts';
import type { MessageAttachment } from './message-model.ts';

/** A file uploaded to a ticket that no message holds yet; gone after a day. */
export interface UploadDoc {
  /** The file's id. */
  _id: Types.ObjectId;
  ticket: Types.ObjectId;
  customer: Types.ObjectId;
  createdAt: Date;
  // sealed
  file: MessageAttachment;
}

const schema = new Schema<UploadDoc>(
  {
    ticket: Schema.Types.ObjectId,
    customer: Schema.Types.ObjectId,
    createdAt: Date,
    file: Schema.Types.Mixed,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ createdAt: 1 });
declareSealed(schema, { owner: 'customer', fields: ['file'] });
export const Uploads = defineModel<UploadDoc>('Upload', 'uploads', schema);

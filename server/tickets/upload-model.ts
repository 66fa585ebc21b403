import { Schema, type Types } from 'mongoose';
import { defineModel } from '../model.ts';
import { declareSealed } from '../declare.ts';
import type { MessageAttachment } from './message-model.ts';

/** A file uploaded to a ticket that no message holds yet; gone after a day unless a message or a draft has it. */
export interface UploadDoc {
  /** The file's id. */
  _id: Types.ObjectId;
  ticket: Types.ObjectId;
  customer: Types.ObjectId;
  createdAt: Date;
  /** The client id of the message that takes it; that one may still have to be written. */
  clientId?: string;
  /** The draft that holds it. */
  draft?: Types.ObjectId;
  // sealed
  file: MessageAttachment;
}

const schema = new Schema<UploadDoc>(
  {
    ticket: Schema.Types.ObjectId,
    customer: Schema.Types.ObjectId,
    createdAt: Date,
    clientId: String,
    draft: Schema.Types.ObjectId,
    file: Schema.Types.Mixed,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ createdAt: 1 });
schema.index({ ticket: 1 });
schema.index({ draft: 1 }, { partialFilterExpression: { draft: { $exists: true } } });
declareSealed(schema, { owner: 'customer', fields: ['file'], plain: { random: ['clientId'] } });
export const Uploads = defineModel<UploadDoc>('Upload', 'uploads', schema);

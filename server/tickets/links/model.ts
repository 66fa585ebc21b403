import { Schema, type Types } from 'mongoose';
import { declarePlain } from '../../declare.ts';
import { defineModel } from '../../model.ts';

/** How the ticket `from` stands to the other one. */
export const LINK_KINDS = ['related', 'duplicateOf', 'causes'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** A link between two tickets, stored once: of the two ids the lower one stands in `low`. */
export interface TicketLinkDoc {
  _id: Types.ObjectId;
  v: number;
  low: Types.ObjectId;
  high: Types.ObjectId;
  from: Types.ObjectId;
  kind: LinkKind;
  at: Date;
}

const schema = new Schema<TicketLinkDoc>(
  {
    v: Number,
    low: Schema.Types.ObjectId,
    high: Schema.Types.ObjectId,
    from: Schema.Types.ObjectId,
    kind: String,
    at: Date,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ low: 1, high: 1 }, { unique: true });
schema.index({ high: 1 });
declarePlain(schema, { 'a word of ours': ['kind'] });

export const TicketLinks = defineModel<TicketLinkDoc>('TicketLink', 'ticketlinks', schema);

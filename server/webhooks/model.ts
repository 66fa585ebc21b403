import { Schema, type Types } from 'mongoose';
import { declarePlain, declareSealed } from '../declare.ts';
import { defineModel } from '../model.ts';

/** What other systems can hear of. Every event carries ids only. */
export const EVENT_TYPES = [
  'ticket.created',
  'ticket.updated',
  'ticket.solved',
  'message.received',
  'message.sent',
  'message.failed',
  'customer.updated',
  'customer.erased',
  'automation.ran',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** An address that wants to hear of events. */
export interface WebhookDoc {
  _id: Types.ObjectId;
  v: number;
  events: EventType[];
  active: boolean;
  createdAt: Date;
  /** Since when every call has failed; null while they succeed. */
  failingSince: Date | null;
  /** When it was switched off because it had failed for too long, or said itself that it is gone. */
  disabledAt: Date | null;
  /** Sealed with the instance key: addresses like to carry secrets. */
  url: Buffer;
  /** Sealed with the instance key. */
  secret: Buffer;
}

const webhookSchema = new Schema<WebhookDoc>(
  {
    v: Number,
    events: [String],
    active: Boolean,
    createdAt: Date,
    failingSince: Date,
    disabledAt: Date,
    url: Schema.Types.Mixed,
    secret: Schema.Types.Mixed,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
declareSealed(webhookSchema, {
  owner: 'instance',
  fields: ['url', 'secret'],
  plain: { 'words of ours': ['events'] },
});
export const Webhooks = defineModel<WebhookDoc>('Webhook', 'webhooks', webhookSchema);

/** Hex ids, and the ticket's number. */
export interface EventData {
  ticket?: string;
  number?: number;
  message?: string;
  customer?: string;
  /** The rule over time. */
  rule?: string;
  /** Names of what changed, never what it is. */
  changed?: string[];
}

/** One event on its way to one address: outbox and log at the same time. */
export interface WebhookCallDoc {
  _id: Types.ObjectId;
  webhook: Types.ObjectId;
  /** The event's id, the same for every webhook and every attempt. */
  event: string;
  type: EventType | 'ping';
  at: Date;
  data: EventData;
  state: 'pending' | 'sent' | 'failed';
  attempts: number;
  dueAt: Date;
  /** How the latest attempts ended: HTTP status, or the reason why there was none. */
  results: CallResult[];
}

export interface CallResult {
  at: Date;
  /** Milliseconds. */
  ms: number;
  status: number | null;
  reason: string | null;
}

/** How long the log can be read. */
export const CALLS_KEPT_DAYS = 30;

const callSchema = new Schema<WebhookCallDoc>(
  {
    webhook: Schema.Types.ObjectId,
    event: String,
    type: String,
    at: Date,
    data: Schema.Types.Mixed,
    state: String,
    attempts: Number,
    dueAt: Date,
    results: Schema.Types.Mixed,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
webhookSchema.index({ active: 1 });
callSchema.index({ webhook: 1, event: 1 }, { unique: true });
callSchema.index({ webhook: 1, _id: -1 });
callSchema.index({ webhook: 1, dueAt: 1 }, { name: 'due', partialFilterExpression: { state: 'pending' } });
// Of somebody who is erased.
callSchema.index({ 'data.customer': 1 }, { partialFilterExpression: { 'data.customer': { $exists: true } } });
callSchema.index({ at: 1 }, { expireAfterSeconds: CALLS_KEPT_DAYS * 86_400 });
declarePlain(callSchema, {
  'words and hashes of ours': ['event', 'type', 'state'],
  'ids and names of fields': ['data'],
  'times, numbers and words of ours': ['results'],
});
export const WebhookCalls = defineModel<WebhookCallDoc>('WebhookCall', 'webhook_calls', callSchema);

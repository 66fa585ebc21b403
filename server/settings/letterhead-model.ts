import { Schema } from 'mongoose';
import { declarePlain } from '../declare.ts';
import { defineModel } from '../model.ts';
import type { Language } from '../tickets/envelopes.ts';

/** Somebody as whom a mailbox writes. */
export interface Identity {
  id: string;
  /** Name of the sender; variables are filled in. */
  name: string;
  /** Another address that arrives in the same mailbox, in lower case; the mailbox's own when absent. */
  address?: string;
  /** Instead of the mailbox's. */
  signature?: string;
}

/** Words of ours, fixed, about a mail that has come in. */
export interface Acknowledgement {
  subject: string;
  text: string;
}

/** How a mailbox writes. */
export interface Letterhead {
  identities: Identity[];
  /** Stands under every mail that a person writes; variables are filled in. */
  signature: string;
  /** Whether an answer repeats the customer's last mail below. */
  quote: boolean;
  /** Tells those who write for the first time that their mail is here. */
  acknowledge: { on: boolean; texts: Partial<Record<Language, Acknowledgement>> };
  /** Whether the assistant answers new mail, once each. */
  assistant: boolean;
  /** How many mails leave at most; null: as many as there are. */
  rate: { mails: number; per: 'minute' | 'hour' | 'day' } | null;
}

export const PLAIN_LETTERHEAD: Letterhead = {
  identities: [],
  signature: '',
  quote: true,
  acknowledge: { on: false, texts: {} },
  assistant: false,
  rate: null,
};

export interface LetterheadDoc extends Letterhead {
  /** The account's id, `env` included. */
  _id: string;
  v: number;
}

const schema = new Schema<LetterheadDoc>(
  {
    _id: String,
    v: Number,
    identities: Schema.Types.Mixed,
    signature: String,
    quote: Boolean,
    acknowledge: Schema.Types.Mixed,
    assistant: Boolean,
    rate: Schema.Types.Mixed,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
declarePlain(schema, {
  'words of ours, told to everybody who writes to us': ['identities', 'signature', 'acknowledge'],
  'numbers and ids of ours': ['_id', 'rate', 'assistant'],
});

export const Letterheads = defineModel<LetterheadDoc>('Letterhead', 'letterheads', schema);

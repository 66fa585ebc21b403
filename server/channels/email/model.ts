import { Schema } from 'mongoose';
import { defineModel } from '../../model.ts';
import { declarePlain } from '../../declare.ts';

/** How far a mailbox has been read. */
export interface EmailCursorDoc {
  /** Account and a keyed hash of server, user and folder: another mailbox is another cursor. */
  _id: string;
  v: number;
  /** As a string: it has 32 bits, but is only ever compared. */
  uidvalidity: string;
  /** Every mail up to this UID is in the ledger, is not wanted, or is among the missing. */
  uid: number;
  /** Mails up to this UID were there before us (or before UIDVALIDITY changed): `since` decides about them. */
  top: number;
  /** Which of the mails that were there are taken: those whose INTERNALDATE is not earlier. */
  since: Date;
  /** When the mailbox was connected first. */
  startedAt: Date;
  /** True when what came before is taken over as solved; otherwise it is open. Neither tells anybody. */
  history: boolean;
  /** True once UIDVALIDITY has changed: UIDs up to `top` may belong to mails that came after `startedAt`. */
  renumbered?: boolean;
  /** True once the mails that were there at the first connection are known by their prints (old-mails.ts). */
  remembered?: boolean;
  /** UIDs that the server lists and has not given yet: they are asked for again. */
  missing?: number[];
}

const schema = new Schema<EmailCursorDoc>(
  {
    _id: String,
    v: Number,
    uidvalidity: String,
    uid: Number,
    top: Number,
    since: Date,
    startedAt: Date,
    history: Boolean,
    renumbered: Boolean,
    remembered: Boolean,
    missing: [Number],
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
declarePlain(schema, { 'a number': ['uidvalidity'] }, ['_id']);

export const EmailCursors = defineModel<EmailCursorDoc>('EmailCursor', 'email_cursors', schema);

/** What lay in a mailbox when it was connected first: see old-mails.ts. */
export interface OldMailsDoc {
  /** The cursor's. */
  _id: string;
  v: number;
  /** Keyed hashes, six bytes each. */
  prints: Buffer;
}

const oldMailsSchema = new Schema<OldMailsDoc>(
  { _id: String, v: Number, prints: Buffer },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
declarePlain(oldMailsSchema, {}, ['_id', 'prints']);

export const OldMails = defineModel<OldMailsDoc>('OldMails', 'email_old_mails', oldMailsSchema);

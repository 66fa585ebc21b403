import { Schema, type Types } from 'mongoose';
import { declarePlain } from '../declare.ts';
import { defineModel } from '../model.ts';
import type { AuditAbout, AuditAct } from './acts.ts';

/** One act of an agent or a program. Ids and names of fields only: nothing that somebody wrote, no address. */
export interface AuditDoc {
  _id: Types.ObjectId;
  at: Date;
  act: AuditAct;
  /** Who did it; `id` is a hex ObjectId of an agent, or the id of a token. */
  by: { kind: 'agent' | 'token' | 'system'; id?: string };
  about?: { kind: AuditAbout; id: string };
  /** Names of the fields that were changed. */
  changed?: string[];
  /** The role that an agent had, and has. */
  role?: { was: string; is: string };
}

/** Long enough to look back over a year and its audit. */
const KEPT_S = 400 * 86_400;

const schema = new Schema<AuditDoc>(
  {
    at: Date,
    act: String,
    by: { _id: false, kind: { type: String }, id: { type: String } },
    about: { _id: false, kind: { type: String }, id: { type: String } },
    changed: { type: [String], default: undefined },
    role: { _id: false, was: { type: String }, is: { type: String } },
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ at: -1, _id: -1 });
schema.index({ act: 1, at: -1, _id: -1 });
schema.index({ 'by.id': 1, at: -1, _id: -1 });
schema.index({ 'about.id': 1, at: -1, _id: -1 });
schema.index({ at: 1 }, { name: 'kept', expireAfterSeconds: KEPT_S });
declarePlain(schema, {
  'a word of ours': ['act', 'by.kind', 'about.kind', 'changed', 'role.was', 'role.is'],
  'an id of ours': ['by.id', 'about.id'],
});

export const AuditLog = defineModel<AuditDoc>('Audit', 'audit', schema);

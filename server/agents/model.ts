import { Schema, type Types } from 'mongoose';
import { defineModel } from '../model.ts';
import { declarePlain } from '../declare.ts';
import type { Language } from '../tickets/envelopes.ts';

export const ROLES = ['admin', 'supervisor', 'agent', 'readonly'] as const;
export type Role = (typeof ROLES)[number];
export const AVAILABILITIES = ['online', 'away', 'offline'] as const;
export type Availability = (typeof AVAILABILITIES)[number];

/** What an agent can be told of, and how: in the page, by a sound, by the number in the window's title. */
export const NOTICES = ['mentions', 'assignments', 'tickets'] as const;
export type Notice = (typeof NOTICES)[number];
export interface NoticeWays {
  page: boolean;
  sound: boolean;
  title: boolean;
}
export interface AgentSettings {
  theme: 'system' | 'light' | 'dark';
  shortcuts: boolean;
  /** Seconds in which an e-mail can be taken back, 0 for none; what was never set is as present.ts says. */
  undoSeconds?: number;
  /** What was never set is as present.ts says. */
  notices?: Partial<Record<Notice, NoticeWays>>;
}

export interface AgentDoc {
  _id: Types.ObjectId;
  v: number;
  /** Lower case, unique: the name to sign in with. */
  email: string;
  name: string;
  /** PHC string, Argon2id; empty until somebody who was invited has set a password. */
  passwordHash: string;
  role: Role;
  active: boolean;
  languages: Language[];
  teams: Types.ObjectId[];
  /** How many new and open tickets at most, separately for live chat and mail. */
  capacity: { live: number; mail: number };
  availability: Availability;
  availabilitySince: Date;
  /** Last sign of an open inbox socket; availability falls to offline 60 s after the last one is gone. */
  lastSeenAt: Date | null;
  /** Since when idle, for ties between agents with equal load. */
  lastAssignedAt: Date | null;
  locale: Language;
  /** Stands under this agent's mails. */
  signature?: string;
  settings: AgentSettings;
  createdAt: Date;
  demo?: boolean;
}

const agentSchema = new Schema<AgentDoc>(
  {
    v: Number,
    email: String,
    name: String,
    passwordHash: String,
    role: String,
    active: Boolean,
    languages: [String],
    teams: [Schema.Types.ObjectId],
    capacity: Schema.Types.Mixed,
    availability: String,
    availabilitySince: Date,
    lastSeenAt: Date,
    lastAssignedAt: Date,
    locale: String,
    signature: String,
    settings: Schema.Types.Mixed,
    createdAt: Date,
    demo: Boolean,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
agentSchema.index({ email: 1 }, { unique: true });
agentSchema.index({ availability: 1, teams: 1 });
declarePlain(agentSchema, {
  'an agent’s own, readable to their colleagues': ['email', 'name', 'settings', 'signature'],
  'hashed with Argon2id': ['passwordHash'],
  'a word of ours': ['role', 'languages', 'availability', 'locale'],
  numbers: ['capacity'],
});
export const Agents = defineModel<AgentDoc>('Agent', 'agents', agentSchema);

export interface TeamDoc {
  _id: Types.ObjectId;
  v: number;
  name: string;
  /** IANA zone. */
  timeZone: string;
  createdAt: Date;
  demo?: boolean;
}
const teamSchema = new Schema<TeamDoc>(
  { v: Number, name: String, timeZone: String, createdAt: Date, demo: Boolean },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
teamSchema.index({ name: 1 }, { unique: true });
declarePlain(teamSchema, { 'a name of ours': ['name', 'timeZone'] });
export const Teams = defineModel<TeamDoc>('Team', 'teams', teamSchema);

export interface SessionDoc {
  /** Keyed hash of the cookie's value. */
  _id: string;
  agent: Types.ObjectId;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  userAgent: string;
}
const sessionSchema = new Schema<SessionDoc>(
  { _id: String, agent: Schema.Types.ObjectId, createdAt: Date, lastSeenAt: Date, expiresAt: Date, userAgent: String },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
sessionSchema.index({ agent: 1 });
sessionSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
declarePlain(sessionSchema, { 'an agent’s own': ['userAgent'] }, ['_id']);
export const Sessions = defineModel<SessionDoc>('Session', 'sessions', sessionSchema);

/** Access tokens of programs. */
export interface TokenDoc {
  /** Keyed hash of the token. */
  _id: string;
  name: string;
  scopes: string[];
  createdAt: Date;
  lastUsedAt: Date | null;
}
const tokenSchema = new Schema<TokenDoc>(
  { _id: String, name: String, scopes: [String], createdAt: Date, lastUsedAt: Date },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
declarePlain(tokenSchema, { 'a name of ours': ['name'], 'a word of ours': ['scopes'] }, ['_id']);
export const Tokens = defineModel<TokenDoc>('Token', 'tokens', tokenSchema);

import { Schema, type Types } from 'mongoose';
import { defineModel } from '../model.ts';
import { declarePlain } from '../declare.ts';
import type { Language } from '../tickets/envelopes.ts';
import type { Stretch } from '../settings/calendar/hours.ts';
import type { AgentSettings } from './own-settings.ts';

export const ROLES = ['admin', 'supervisor', 'agent', 'readonly'] as const;
export type Role = (typeof ROLES)[number];
export const AVAILABILITIES = ['online', 'away', 'offline'] as const;
export type Availability = (typeof AVAILABILITIES)[number];

/** What an agent knows, in lower case, and how well: from 1 to 5. */
export interface Skill {
  skill: string;
  level: number;
}

/** When an agent works: the calendar of their first team, but for what is their own. */
export interface AgentSchedule {
  /** IANA name; null: the team's. */
  timeZone: string | null;
  /** Null: the team's. */
  hours: Stretch[] | null;
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
  /** How well each is spoken, from 1 to 5; 5 where nothing is said. */
  languageLevels?: Partial<Record<Language, number>>;
  skills?: Skill[];
  teams: Types.ObjectId[];
  /** How many new and open tickets at most, separately for live chat and mail. */
  capacity: { live: number; mail: number };
  availability: Availability;
  availabilitySince: Date;
  /** Last sign of an open inbox socket; availability falls to offline 60 s after the last one is gone. */
  lastSeenAt: Date | null;
  /** By which availability changes by itself; null, or absent: by hand only. */
  schedule?: AgentSchedule | null;
  /** The change of the schedule that was followed last. */
  scheduledAt?: Date | null;
  /**
   * `new`: the schedule was not followed yet; `schedule`: availability is what it says; `hand`: it was chosen since the
   * last change; `awaited`: it is to be what the schedule says as soon as the agent's inbox is open.
   */
  standing?: 'new' | 'schedule' | 'hand' | 'awaited' | null;
  /** Since when idle, for ties between agents with equal load. */
  lastAssignedAt: Date | null;
  locale: Language;
  /** Stands under this agent's mails. */
  signature?: string;
  /** Under which the telephone system knows them. */
  extension?: string;
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
    languageLevels: { type: Schema.Types.Mixed, default: undefined },
    skills: { type: Schema.Types.Mixed, default: undefined },
    teams: [Schema.Types.ObjectId],
    capacity: Schema.Types.Mixed,
    availability: String,
    availabilitySince: Date,
    lastSeenAt: Date,
    schedule: { type: Schema.Types.Mixed, default: undefined },
    scheduledAt: Date,
    standing: String,
    lastAssignedAt: Date,
    locale: String,
    signature: String,
    extension: String,
    settings: Schema.Types.Mixed,
    createdAt: Date,
    demo: Boolean,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
agentSchema.index({ email: 1 }, { unique: true });
agentSchema.index({ availability: 1, teams: 1 });
agentSchema.index({ scheduledAt: 1 });
// With whom the telephone rings.
agentSchema.index({ extension: 1 }, { partialFilterExpression: { extension: { $exists: true } } });
declarePlain(agentSchema, {
  'an agent’s own, readable to their colleagues': ['email', 'name', 'settings', 'signature', 'extension'],
  'hashed with Argon2id': ['passwordHash'],
  'a word of ours': ['role', 'languages', 'availability', 'locale', 'standing'],
  'words of ours, and numbers': ['capacity', 'skills', 'languageLevels', 'schedule'],
});
export const Agents = defineModel<AgentDoc>('Agent', 'agents', agentSchema);

export interface TeamDoc {
  _id: Types.ObjectId;
  v: number;
  name: string;
  /** To which other team what waits for longer may go when that one has room. */
  overflow?: { team: Types.ObjectId; minutes: number } | null;
  /** Minutes after which unanswered mail leaves an agent who is not online; null, or absent: never. */
  returnMinutes?: number | null;
  createdAt: Date;
  demo?: boolean;
}
const teamSchema = new Schema<TeamDoc>(
  {
    v: Number,
    name: String,
    overflow: Schema.Types.Mixed,
    returnMinutes: Number,
    createdAt: Date,
    demo: Boolean,
  },
  { versionKey: false, autoIndex: false, autoCreate: false },
);
teamSchema.index({ name: 1 }, { unique: true });
declarePlain(teamSchema, { 'a name of ours': ['name'], 'an id of ours and a number': ['overflow'] });
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

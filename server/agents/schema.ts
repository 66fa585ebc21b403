import { Type, type Static } from 'typebox';
import { closed, Id, nullable, oneOf } from '../http/shapes.ts';
import { HoursShape, Zone } from '../settings/calendar/schema.ts';
import { LanguageName, Ref } from '../tickets/schema.ts';

/** Shapes in and out of agents, sessions and teams. */
export const RoleName = oneOf('admin', 'supervisor', 'agent', 'readonly');
export const AvailabilityName = oneOf('online', 'away', 'offline');
/** How many new and open tickets at most, by class. */
export const Capacity = Type.Object(
  { live: Type.Integer({ minimum: 0, maximum: 1000 }), mail: Type.Integer({ minimum: 0, maximum: 1000 }) },
  closed,
);
/** How to tell: in the page, by a sound, by the number in the window's title. */
export const NoticeWays = Type.Object({ page: Type.Boolean(), sound: Type.Boolean(), title: Type.Boolean() }, closed);
export type NoticeWays = Static<typeof NoticeWays>;
const Notices = Type.Object(
  { mentions: NoticeWays, assignments: NoticeWays, deadlines: NoticeWays, tickets: NoticeWays },
  closed,
);
const Settings = Type.Object(
  {
    theme: oneOf('system', 'light', 'dark'),
    shortcuts: Type.Boolean(),
    /** How long an e-mail can still be taken back. */
    undoSeconds: Type.Integer({ minimum: 0, maximum: 60 }),
    notices: Notices,
  },
  closed,
);

export const SkillLevel = Type.Integer({ minimum: 1, maximum: 5 });
/** How well each language is spoken, from 1 to 5; 5 where nothing is said. */
const LanguageLevels = Type.Partial(
  Type.Object({ en: SkillLevel, es: SkillLevel, ro: SkillLevel, pl: SkillLevel, ru: SkillLevel }, closed),
  closed,
);
/** When an agent works: null is as the calendar of their first team says. */
export const ScheduleShape = Type.Object({ timeZone: nullable(Zone), hours: nullable(HoursShape) }, closed);

export const AgentView = Type.Object(
  {
    id: Id,
    name: Type.String(),
    email: Type.String(),
    role: RoleName,
    languages: Type.Array(LanguageName),
    languageLevels: LanguageLevels,
    /** In lower case; levels from 1 to 5. */
    skills: Type.Array(Type.Object({ skill: Type.String(), level: Type.Integer() }, closed)),
    teams: Type.Array(Ref),
    capacity: Capacity,
    availability: AvailabilityName,
    /** By which availability changes by itself; null: by hand only. */
    schedule: nullable(ScheduleShape),
    locale: LanguageName,
    /** Stands under this agent's mails. */
    signature: Type.String(),
    /** Under which the telephone system knows them; empty: under none. */
    extension: Type.String(),
    settings: Settings,
    active: Type.Boolean(),
    /** Has not set a password yet. */
    invited: Type.Boolean(),
    twoFactor: Type.Boolean(),
  },
  closed,
);
export type AgentView = Static<typeof AgentView>;
/** `password` stands here once, when it was made for a new agent. */
export const NewAgentView = Type.Object({ ...AgentView.properties, password: Type.Optional(Type.String()) }, closed);
export const AgentList = Type.Object({ items: Type.Array(AgentView), next: Type.Null() }, closed);
/** Who is signed in, and the names of the policies that they have (access/policies.ts). */
export const SessionView = Type.Object({ agent: AgentView, may: Type.Array(Type.String()) }, closed);
export type SessionView = Static<typeof SessionView>;

/** A skill by name (kept in lower case), and its level. */
export const SkillName = Type.String({ maxLength: 60, pattern: '^ *[\\p{L}\\p{N}][\\p{L}\\p{N} ._/&+#-]*$' });
export const SkillBody = Type.Object({ skill: SkillName, level: SkillLevel }, closed);
const Skills = Type.Array(SkillBody, { maxItems: 50 });
export const Name = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });
const Email = Type.String({ maxLength: 320, pattern: '^ *[^\\s@]+@[^\\s@]+$' });
export const Password = Type.String({ minLength: 8, maxLength: 1000 });
const Languages = Type.Array(LanguageName, { maxItems: 5, uniqueItems: true });
const Extension = Type.String({ maxLength: 40, pattern: '^[\\w.+*#-]*$' });
const TeamIds = Type.Array(Id, { maxItems: 100, uniqueItems: true });

export const SignInBody = Type.Object(
  {
    email: Type.String({ minLength: 1, maxLength: 320 }),
    password: Type.String({ minLength: 1, maxLength: 1000 }),
    /** Of the second factor, where the agent has one: six digits, or a recovery code. */
    totp: Type.Optional(Type.String({ minLength: 1, maxLength: 30 })),
  },
  closed,
);
export const CreateAgent = Type.Object(
  {
    email: Email,
    name: Name,
    role: Type.Optional(RoleName),
    /** All five when absent. */
    languages: Type.Optional(Languages),
    languageLevels: Type.Optional(LanguageLevels),
    skills: Type.Optional(Skills),
    /** The default team when absent. */
    teams: Type.Optional(TeamIds),
    capacity: Type.Optional(Type.Partial(Capacity)),
    locale: Type.Optional(LanguageName),
    /** A one-time password is made and answered when absent. */
    password: Type.Optional(Password),
  },
  closed,
);
export type CreateAgent = Static<typeof CreateAgent>;
/** What an admin may change of anybody. */
export const ChangeAgent = Type.Object(
  {
    email: Type.Optional(Email),
    name: Type.Optional(Name),
    role: Type.Optional(RoleName),
    active: Type.Optional(Type.Boolean()),
    languages: Type.Optional(Languages),
    languageLevels: Type.Optional(LanguageLevels),
    skills: Type.Optional(Skills),
    teams: Type.Optional(TeamIds),
    schedule: Type.Optional(nullable(ScheduleShape)),
    capacity: Type.Optional(Type.Partial(Capacity)),
    extension: Type.Optional(Extension),
    password: Type.Optional(Password),
  },
  closed,
);
export type ChangeAgent = Static<typeof ChangeAgent>;
/** What agents may change of themselves. */
export const ChangeMe = Type.Object(
  {
    name: Type.Optional(Name),
    locale: Type.Optional(LanguageName),
    signature: Type.Optional(Type.String({ maxLength: 2000 })),
    settings: Type.Optional(
      Type.Object({ ...Type.Partial(Settings).properties, notices: Type.Optional(Type.Partial(Notices)) }, closed),
    ),
  },
  closed,
);
export type ChangeMe = Static<typeof ChangeMe>;
export const PasswordBody = Type.Object({ current: Type.String({ maxLength: 1000 }), password: Password }, closed);
export const AvailabilityBody = Type.Object({ state: AvailabilityName }, closed);
export const AgentParams = Type.Object({ id: Id }, closed);

export const RoleList = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        { role: RoleName, /** Names of policies (access/policies.ts). */ may: Type.Array(Type.String()) },
        closed,
      ),
    ),
    next: Type.Null(),
  },
  closed,
);

export const Nothing = Type.Null();

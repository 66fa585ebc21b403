/** Everything that stands in the audit log, by name; what each says in words is in messages/settings. */
export const ACTS = [
  'sign-in',
  'sign-in.failed',
  'sign-out',
  'password.changed',
  'password.link-asked',
  'password.set-by-link',
  'two-factor.on',
  'two-factor.off',
  'two-factor.codes-renewed',
  'two-factor.code-used',
  'session.ended',
  'agent.added',
  'agent.invited',
  'agent.changed',
  'agent.deactivated',
  'agent.reactivated',
  'agent.link-made',
  'agent.two-factor-off',
  'agent.signed-out',
  'team.added',
  'team.changed',
  'team.removed',
  'rule.added',
  'rule.changed',
  'rule.removed',
  'token.added',
  'token.revoked',
  'channel.tested',
  'samples.added',
  'samples.removed',
] as const;
export type AuditAct = (typeof ACTS)[number];

/** What an act was about. */
export type AuditAbout = 'agent' | 'team' | 'rule' | 'token' | 'channel';

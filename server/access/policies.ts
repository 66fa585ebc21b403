/**
 * Who may do what: the one policy function for HTTP, sockets and jobs. Every route declares one of these names as
 * `config: { policy }`, every socket event likewise; the start fails on one that doesn't.
 */
export type Principal =
  | { kind: 'agent'; id: string; role: 'admin' | 'supervisor' | 'agent' | 'readonly'; session: string; name: string }
  | { kind: 'token'; id: string; scopes: string[]; name: string }
  /** Who writes in the chat; `id` is the one of their session. */
  | { kind: 'visitor'; id: string }
  | { kind: 'public' };

const ALL = ['admin', 'supervisor', 'agent', 'readonly'] as const;
const WORKERS = ['admin', 'supervisor', 'agent'] as const;
const LEADS = ['admin', 'supervisor'] as const;

interface Rule {
  roles: readonly string[];
  scope?: string;
  public?: boolean;
  visitor?: boolean;
}

/** Policy name → the roles that have it, and the token scope that has it (none: tokens never). */
export const policies = {
  public: { roles: ALL, public: true },
  'chat.own': { roles: [], visitor: true },
  'self.read': { roles: ALL },
  'self.write': { roles: ALL },
  'tickets.read': { roles: ALL, scope: 'tickets:read' },
  'tickets.write': { roles: WORKERS, scope: 'tickets:write' },
  'drafts.own': { roles: WORKERS },
  'views.own': { roles: ALL },
  'customers.read': { roles: ALL, scope: 'customers:read' },
  'callbacks.read': { roles: ALL, scope: 'callbacks:read' },
  'callbacks.write': { roles: WORKERS, scope: 'callbacks:write' },
  'calls.write': { roles: [], scope: 'calls:write' },
  'customers.export': { roles: ['admin'], scope: 'customers:export' },
  'customers.write': { roles: WORKERS, scope: 'customers:write' },
  'customers.erase': { roles: ['admin'], scope: 'customers:erase' },
  'erasures.read': { roles: LEADS, scope: 'erasures:read' },
  'retention.read': { roles: LEADS, scope: 'retention:read' },
  'retention.write': { roles: ['admin'], scope: 'retention:write' },
  'holds.write': { roles: ['admin'] },
  'intake.read': { roles: ALL, scope: 'intake:read' },
  'intake.replay': { roles: WORKERS, scope: 'intake:write' },
  'agents.read': { roles: ALL, scope: 'agents:read' },
  'agents.write': { roles: ['admin'], scope: 'agents:write' },
  'routing.read': { roles: ALL, scope: 'routing:read' },
  'routing.write': { roles: LEADS, scope: 'routing:write' },
  'macros.read': { roles: ALL, scope: 'macros:read' },
  'macros.write': { roles: WORKERS, scope: 'macros:write' },
  'macros.share': { roles: LEADS, scope: 'macros:write' },
  'tags.write': { roles: LEADS, scope: 'tags:write' },
  'articles.read': { roles: ALL, scope: 'articles:read' },
  'articles.write': { roles: LEADS, scope: 'articles:write' },
  'channels.read': { roles: ALL, scope: 'channels:read' },
  'channels.retry': { roles: WORKERS, scope: 'channels:write' },
  'metrics.read': { roles: ['admin'], scope: 'metrics:read' },
  'audit.read': { roles: ['admin'], scope: 'audit:read' },
  'reports.read': { roles: LEADS, scope: 'reports:read' },
  'tokens.write': { roles: ['admin'] },
  'settings.write': { roles: ['admin'] },
  'shop.read': { roles: ALL, scope: 'shop:read' },
  'shop.write': { roles: ['admin'], scope: 'shop:write' },
  'orders.read': { roles: ALL, scope: 'orders:read' },
  'orders.write': { roles: LEADS, scope: 'orders:write' },
  'repairs.read': { roles: ALL, scope: 'repairs:read' },
  'repairs.write': { roles: WORKERS, scope: 'repairs:write' },
  'repairs.manage': { roles: LEADS, scope: 'repairs:manage' },
  'webhooks.write': { roles: ['admin'], scope: 'webhooks:write' },
} as const satisfies Record<string, Rule>;

export type Policy = keyof typeof policies;

/** Every policy that agents of this role have; what their pages may offer them. */
export function policiesOf(role: (typeof ALL)[number]): Policy[] {
  return (Object.keys(policies) as Policy[]).filter((name) =>
    (policies[name].roles as readonly string[]).includes(role),
  );
}

/** May this one do that? `admin` as a token's scope stands for all scopes. */
export function allows(principal: Principal, policy: Policy): boolean {
  const rule: Rule = policies[policy];
  if (rule.public) return true;
  if (principal.kind === 'visitor') return rule.visitor === true;
  if (principal.kind === 'agent') return rule.roles.includes(principal.role);
  if (principal.kind === 'token')
    return rule.scope !== undefined && (principal.scopes.includes(rule.scope) || principal.scopes.includes('admin'));
  return false;
}

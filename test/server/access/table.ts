const A = ['admin'];
const L = ['admin', 'supervisor'];
const W = ['admin', 'supervisor', 'agent'];
/** Every role. */
export const ALL = ['admin', 'supervisor', 'agent', 'readonly'];

/**
 * Who may do what, written down a second time and by hand: everything that is declared is tried as everybody, and must
 * be as it says here. A changed policy is a changed line in this table.
 */
export const TABLE: Record<string, { roles: readonly string[]; scope?: string }> = {
  'chat.own': { roles: [] },
  'self.read': { roles: ALL },
  'self.write': { roles: ALL },
  'tickets.read': { roles: ALL, scope: 'tickets:read' },
  'tickets.write': { roles: W, scope: 'tickets:write' },
  'drafts.own': { roles: W },
  'views.own': { roles: ALL },
  'customers.read': { roles: ALL, scope: 'customers:read' },
  'customers.write': { roles: W, scope: 'customers:write' },
  'callbacks.read': { roles: ALL, scope: 'callbacks:read' },
  'callbacks.write': { roles: W, scope: 'callbacks:write' },
  'calls.write': { roles: [], scope: 'calls:write' },
  'customers.export': { roles: A, scope: 'customers:export' },
  'customers.erase': { roles: A, scope: 'customers:erase' },
  'erasures.read': { roles: L, scope: 'erasures:read' },
  'holds.write': { roles: A },
  'intake.read': { roles: ALL, scope: 'intake:read' },
  'intake.replay': { roles: W, scope: 'intake:write' },
  'agents.read': { roles: ALL, scope: 'agents:read' },
  'agents.write': { roles: A, scope: 'agents:write' },
  'retention.read': { roles: L, scope: 'retention:read' },
  'retention.write': { roles: A, scope: 'retention:write' },
  'routing.read': { roles: ALL, scope: 'routing:read' },
  'routing.write': { roles: L, scope: 'routing:write' },
  'macros.read': { roles: ALL, scope: 'macros:read' },
  'macros.write': { roles: W, scope: 'macros:write' },
  'macros.share': { roles: L, scope: 'macros:write' },
  'tags.write': { roles: L, scope: 'tags:write' },
  'articles.read': { roles: ALL, scope: 'articles:read' },
  'articles.write': { roles: L, scope: 'articles:write' },
  'channels.read': { roles: ALL, scope: 'channels:read' },
  'channels.retry': { roles: W, scope: 'channels:write' },
  'metrics.read': { roles: A, scope: 'metrics:read' },
  'audit.read': { roles: A, scope: 'audit:read' },
  'reports.read': { roles: L, scope: 'reports:read' },
  'tokens.write': { roles: A },
  'settings.write': { roles: A },
  'shop.read': { roles: ALL, scope: 'shop:read' },
  'shop.write': { roles: A, scope: 'shop:write' },
  'orders.read': { roles: ALL, scope: 'orders:read' },
  'orders.write': { roles: L, scope: 'orders:write' },
  'repairs.read': { roles: ALL, scope: 'repairs:read' },
  'repairs.write': { roles: W, scope: 'repairs:write' },
  'repairs.manage': { roles: L, scope: 'repairs:manage' },
  'webhooks.write': { roles: A, scope: 'webhooks:write' },
};

import type { SettingsTexts } from '../../../../server/messages/settings/en.ts';
import type { AgentView } from '../../state/views.ts';

const ROLES: readonly AgentView['role'][] = ['admin', 'supervisor', 'agent', 'readonly'];

/** The roles with their names, for a choice. */
export const rolesOf = (t: SettingsTexts) => ROLES.map((value) => ({ value, label: t.role[value] }));

import type { AgentView } from '../../state/views.ts';

/** The names of all skills that somebody has, in their order. */
export const skillsIn = (agents: readonly AgentView[]): string[] =>
  [...new Set(agents.flatMap(({ skills }) => skills.map(({ skill }) => skill)))].sort((a, b) => a.localeCompare(b));

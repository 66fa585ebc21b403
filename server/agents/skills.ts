import type { Skill } from './model.ts';

/** The name by which a skill is kept: lower case, single spaces. */
export const skillName = (text: string): string => text.trim().replace(/\s+/gu, ' ').toLowerCase();

/** Skills as they are kept: each once, the last level counts. */
export function skillsOf(skills: readonly Skill[]): Skill[] {
  const levels = new Map(skills.map(({ skill, level }) => [skillName(skill), level]));
  return [...levels].map(([skill, level]) => ({ skill, level }));
}

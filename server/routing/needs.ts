import { skillName } from '../agents/skills.ts';
import type { Need } from '../tickets/model.ts';

/** Needs as they are kept: each skill once, by name. */
export function needsOf(wish: readonly Need[]): Need[] {
  const needs = new Map(wish.map((need) => [skillName(need.skill), need]));
  return [...needs].map(([skill, { level, required }]) => ({ skill, level, required }));
}

/** What is required, as one word for all tickets that ask the same; undefined where nothing is. */
export function wantsOf(needs: readonly Need[]): string | undefined {
  const required = needs.filter((need) => need.required).map(({ skill, level }) => `${skill}:${level}`);
  return required.length > 0 ? required.sort().join('|') : undefined;
}

/** The needs that such a word stands for: names of skills have neither of its signs. */
export function neededBy(wants: string | null): Need[] {
  if (wants === null) return [];
  return wants.split('|').map((one) => {
    const [skill = '', level = '1'] = one.split(':');
    return { skill, level: Number(level), required: true };
  });
}

/** Whether skills, as levels by name, are enough for a need. */
export const meets = (skills: Readonly<Record<string, number>>, { skill, level }: Need): boolean =>
  (skills[skill] ?? 0) >= level;

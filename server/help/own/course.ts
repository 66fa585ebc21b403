import { fill } from '../../messages/help.ts';
import { ownTexts } from '../../messages/own.ts';
import { stageTexts } from '../../messages/stages.ts';
import { stepTexts } from '../../messages/steps.ts';
import type { Language } from '../../tickets/envelopes.ts';
import type { TicketDoc } from '../../tickets/model.ts';
import { customerCourse } from '../../tickets/steps/course.ts';
import type { Details } from '../../tickets/steps/table.ts';
import { inWords } from '../../messages/dates.ts';
import type { OwnRequestProps } from './schema.ts';

/** How a request has gone on, in words; nothing while it stands where it began. */
export async function courseTold(
  locale: Language,
  ticket: TicketDoc,
  timeZone: string,
): Promise<OwnRequestProps['course']> {
  const { type, timeline } = customerCourse(ticket);
  if (timeline.length < 2) return [];
  const stages: Record<string, string> = stageTexts[locale][type];
  const { said } = await stepTexts[locale]();
  return timeline.map(({ stage, at, details }) => ({
    stage: stages[stage] ?? stage,
    when: inWords(locale, new Date(at), timeZone),
    told: inSentences(locale, details, said),
  }));
}

/** What was chosen has sentences of its own; the rest is told as it was written, with its name. */
function inSentences(locale: Language, details: Details, said: Record<string, string>): string[] {
  const names: Partial<Record<string, string>> = ownTexts[locale].detail;
  return Object.entries(details).flatMap(([name, value]) => {
    const template = names[name];
    return template ? [fill(template, { value })] : (said[value] ?? []);
  });
}

import type { Context } from '../../context.ts';
import type { TicketDoc } from '../model.ts';
import { lacksOutcome, legalSteps, stageNamed, stageOf } from './machine.ts';
import { ownMessages } from './messages/own.ts';
import type { CourseView } from './schema.ts';
import { DETAILS, type DetailName, type Need, type Row, type Taker } from './table.ts';
import { wordsOf } from './words.ts';

/** Where a ticket stands in its life cycle, how it came there, and what this one may do now. */
export async function presentCourse(context: Context, ticket: TicketDoc, taker: Taker): Promise<CourseView> {
  const { name, since, outcome } = stageOf(ticket);
  const { type, course = [] } = ticket;
  const idle = ticket.spam || ticket.merged || ticket.erased;
  return {
    type,
    stage: name,
    since: since.toISOString(),
    outcome,
    solvable: !lacksOutcome(ticket),
    course: course.map(({ clientId: _, by, ...entry }) => ({ ...entry, by: by ?? null })),
    steps: idle ? [] : legalSteps(type, name, taker).map((row) => stepView(type, row)),
    ...(ticket.erased ? { language: 'en', values: {}, messages: {} } : await saidOf(context, ticket)),
  };
}

/** In which words the steps are told. */
async function saidOf(
  context: Context,
  ticket: TicketDoc,
): Promise<Pick<CourseView, 'language' | 'values' | 'messages'>> {
  const words = await wordsOf(context, ticket);
  const own = Object.entries(await ownMessages(context, words.language));
  const begins = `${ticket.type}/`;
  const mine = own.filter(([key]) => key.startsWith(begins)).map(([key, text]) => [key.slice(begins.length), text]);
  return { ...words, messages: Object.fromEntries(mine) as Record<string, string> };
}

const stepView = (type: TicketDoc['type'], { step, to, details }: Row): CourseView['steps'][number] => ({
  step,
  to,
  ends: stageNamed(type, to)?.outcome === true,
  details: (Object.entries(details) as [DetailName, Need][]).map(([name, need]) => {
    const { kind, ...detail }: { kind: 'choice' | 'text' | 'line'; choices?: readonly string[] } = DETAILS[name];
    return {
      name,
      kind,
      ...(detail.choices ? { choices: [...detail.choices] } : {}),
      ...(typeof need === 'string' ? { need } : { need: 'with', with: { name: need.with, in: [...need.in] } }),
    };
  }),
});

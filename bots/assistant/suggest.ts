import type { Context } from '../../server/context.ts';
import { threadOf } from '../../server/tickets/find.ts';
import type { TicketDoc } from '../../server/tickets/model.ts';
import { suggestArticles, type Suggestion } from '../../knowledge-base/suggest.ts';
import { recogniseLanguage } from './language.ts';
import { writtenOf } from '../../server/tickets/written.ts';

/** Below this an article is not worth an agent's glance. */
const LEAST_COVERAGE = 0.5;
const MOST = 3;
const ENOUGH_TEXT = 500;

/** Articles for the agent who answers a ticket, by its subject and the customer's first message, best first. */
export async function suggestForTicket(context: Context, ticket: TicketDoc): Promise<Suggestion[]> {
  const [first] = (await threadOf(context, String(ticket._id), { limit: 5 })).filter((m) => m.direction === 'in');
  const subject = ticket.subject ?? '';
  const text = (first ? writtenOf(first.text, first.folds) : '').slice(0, ENOUGH_TEXT);
  const language = ticket.language ?? recogniseLanguage(`${subject}\n${text}`).language;
  // A long mail dilutes its own question: the subject and each sentence are asked by themselves as well.
  const questions = [subject, `${subject} ${text}`, ...(text.match(/[^.?!\n]{12,}/g) ?? []).slice(0, 6)];
  const answers = await Promise.all(
    questions.filter((q) => q.trim()).map((question) => suggestArticles(context, question, language, MOST)),
  );
  const best = new Map<string, Suggestion>();
  for (const hit of answers.flat()) {
    if (hit.coverage >= LEAST_COVERAGE && hit.coverage > (best.get(hit.id)?.coverage ?? 0)) best.set(hit.id, hit);
  }
  return [...best.values()].sort((a, b) => b.coverage - a.coverage).slice(0, MOST);
}

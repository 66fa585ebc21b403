import type { Types } from 'mongoose';
import { translationFor } from '../../../knowledge-base/find.ts';
import { Articles, type ArticleDoc } from '../../../knowledge-base/model.ts';
import type { Context } from '../../context.ts';
import type { Language } from '../../tickets/envelopes.ts';
import { Tickets, type TicketDoc } from '../../tickets/model.ts';
import { opened } from '../../vault/sealed.ts';
import { ArticleVotes } from '../model.ts';
import { ArticleMarks, type ArticleMarkDoc } from './model.ts';
import type { UsefulnessView } from './schema.ts';

/** So many marks are counted, the latest; and so many articles and tickets are named. */
const MARKS = 5000;
const VOTES = 1000;
const TICKETS = 50;
const TICKETS_EACH = 5;

/** Which articles answer what in a language, and which tickets none answered: of readers' and agents' words. */
export async function usefulness(context: Context, locale: Language): Promise<UsefulnessView> {
  const [marks, votes] = await Promise.all([
    ArticleMarks(context).find({ locale }).sort({ at: -1 }).limit(MARKS).lean<ArticleMarkDoc[]>(),
    ArticleVotes(context).find({ locale }).sort({ yes: -1, article: 1 }).limit(VOTES).lean(),
  ]);
  const helped = new Set(marks.flatMap(({ ticket, useful }) => (useful ? [String(ticket)] : [])));
  const without = firstOfEach(marks.filter(({ ticket }) => !helped.has(String(ticket)))).slice(0, TICKETS);
  const said = Map.groupBy(marks, ({ article }) => String(article));
  const voted = new Map(votes.map((vote) => [String(vote.article), vote]));
  const ids = [...new Set([...voted.keys(), ...said.keys()])];
  const shown = [...said.values()].flatMap((all) => all.filter(({ useful }) => useful).slice(0, TICKETS_EACH));
  const line = await ticketLines(context, [...shown, ...without]);
  const titles = await titlesOf(context, ids, locale);
  const articles = ids.flatMap((id) => {
    const title = titles.get(id);
    if (title === undefined) return [];
    const all = said.get(id) ?? [];
    const useful = all.filter((mark) => mark.useful);
    const { yes = 0, no = 0 } = voted.get(id) ?? {};
    const agents = { yes: useful.length, no: all.length - useful.length };
    return [{ id, title, readers: { yes, no }, agents, tickets: useful.slice(0, TICKETS_EACH).flatMap(line) }];
  });
  return { articles: articles.sort((a, b) => weight(b) - weight(a)), without: without.flatMap(line) };
}

const weight = ({ readers, agents }: UsefulnessView['articles'][number]): number => readers.yes + agents.yes;

/** The latest mark of each ticket, of marks that come the latest first. */
const firstOfEach = (marks: ArticleMarkDoc[]): ArticleMarkDoc[] =>
  [...Map.groupBy(marks, ({ ticket }) => String(ticket)).values()].flatMap((all) => all.slice(0, 1));

async function titlesOf(context: Context, ids: string[], locale: Language): Promise<Map<string, string>> {
  const found = await Articles(context)
    .find({ _id: { $in: ids } }, { 'translations.locale': 1, 'translations.title': 1 })
    .lean<Pick<ArticleDoc, '_id' | 'translations'>[]>();
  return new Map(
    found.map(({ _id, translations }) => [String(_id), translationFor(translations, locale)?.title ?? '']),
  );
}

/** A mark's ticket as lists name it; nothing where its customer was erased. */
async function ticketLines(
  context: Context,
  marks: ArticleMarkDoc[],
): Promise<(mark: ArticleMarkDoc) => UsefulnessView['without']> {
  const ids: Types.ObjectId[] = marks.map(({ ticket }) => ticket);
  const docs = await Tickets(context)
    .find({ _id: { $in: ids } })
    .lean<TicketDoc[]>();
  const known = new Map(docs.map((doc) => [String(doc._id), opened(context, Tickets, doc)]));
  return ({ ticket, at }) => {
    const { number, subject, snippet, erased } = known.get(String(ticket)) ?? {};
    return number === undefined || erased ? [] : [{ number, subject: subject || snippet || '', at: at.toISOString() }];
  };
}

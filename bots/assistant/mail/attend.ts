import type { Context } from '../../../server/context.ts';
import { shopFacts } from '../../../server/settings/shop.ts';
import { messageById } from '../../../server/tickets/find.ts';
import type { TicketDoc } from '../../../server/tickets/model.ts';
import { channelOf } from '../../../server/tickets/ways.ts';
import { findAnswer } from '../answer.ts';
import type { Decision, State } from '../dialogues/state.ts';
import { yesOrNo } from '../dialogues/words.ts';
import type { Drafter } from '../drafts/drafter.ts';
import { recogniseIntent } from '../intent.ts';
import type { Heard } from '../listen.ts';
import { decideMail, leaveToPeople } from './decide.ts';
import type { MailGate } from './gate.ts';

/** True where the assistant is read as mail: also of a chat that goes on by e-mail. */
export const isByMail = (ticket: TicketDoc): boolean => channelOf(ticket) === 'email';

/** Surely no more than thanks. */
const SURE_OF_THANKS = 0.85;
const MOST_WORDS = 15;

/** A new ticket's mail is answered once; what comes after it is for people, unless it only says that it helped. */
export async function decideByMail(
  context: Context,
  ticket: TicketDoc,
  heard: Heard,
  { gate, drafter, first }: { gate: MailGate; drafter: Drafter | undefined; first: boolean },
): Promise<Decision> {
  const { state, turn, message } = heard;
  const mail = { subject: ticket.subject ?? '', text: turn.text, number: ticket.number };
  if (!first || ticket.channel !== 'email')
    return helped(state, turn.text) ?? leaveToPeople(state, mail, first ? 'wish' : 'notHelpful');
  const written = await messageById(context, message);
  return await decideMail(state, {
    ...mail,
    shop: (await shopFacts(context)).name,
    to: written && (await gate.answerable(ticket, written)),
    acknowledged: gate.acknowledged(ticket),
    following: (language) => gate.following(language),
    find: (question, language) => findAnswer(context, question, language, drafter),
  });
}

function helped(state: State, text: string): Decision | undefined {
  if (state.waiting !== 'helped' || text.split(/\s+/).length > MOST_WORDS || text.includes('?')) return undefined;
  const { label, certainty } = recogniseIntent(text);
  const thanks = (label === 'thanks' && certainty >= SURE_OF_THANKS) || yesOrNo(text) === 'yes';
  return thanks ? { state: { ...state, waiting: 'nothing' }, text: '', solved: true } : undefined;
}

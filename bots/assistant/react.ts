import type { Context } from '../../server/context.ts';
import { Failure } from '../../server/errors.ts';
import type { EventMap } from '../../server/events.ts';
import { assistantTexts } from '../../server/messages/assistant.ts';
import { shopFacts } from '../../server/settings/shop.ts';
import { setFields, setType } from '../../server/tickets/classify.ts';
import { ticketById } from '../../server/tickets/find.ts';
import { handOver } from '../../server/tickets/handover.ts';
import type { TicketDoc } from '../../server/tickets/model.ts';
import { note } from '../../server/tickets/note.ts';
import { reply } from '../../server/tickets/reply.ts';
import { findAnswer } from './answer.ts';
import { decide } from './decide.ts';
import { createDrafter, type Drafter } from './drafts/drafter.ts';
import { dialogueOf, keepDecision, settleDecision } from './dialogue.ts';
import type { Decision, State } from './dialogues/state.ts';
import { decideHandover } from './handover.ts';
import { listen, type Heard } from './listen.ts';
import type { OpenDecision } from './model.ts';
import { proverOf } from './prove.ts';

export interface Assistant {
  /** Reaction to `message.received`: answers when the assistant holds the ticket. Idempotent. */
  onMessageReceived(payload: EventMap['message.received']): Promise<void>;
  /** Reaction to `ticket.changed`: what the customer has written is answered when an agent gives the ticket back. */
  onTicketChanged(payload: EventMap['ticket.changed']): Promise<void>;
}

/** The chatbot: it reads what customers write in tickets that it holds, and answers or hands over. */
export function createAssistant(context: Context): Assistant {
  // One after the other within a ticket, so that two messages at once are not answered across each other.
  const queues = new Map<string, Promise<void>>();
  const drafter = createDrafter(context);
  const inTurn = async (ticket: string): Promise<void> => {
    const before = queues.get(ticket) ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(() => attend(context, ticket, drafter));
    queues.set(ticket, turn);
    try {
      await turn;
    } finally {
      if (queues.get(ticket) === turn) queues.delete(ticket);
    }
  };
  return {
    async onMessageReceived({ ticket, handler }) {
      if (handler !== 'agents') await inTurn(ticket);
    },
    async onTicketChanged({ ticket, fields, by }) {
      if (by.kind === 'agent' && fields.includes('handler')) await inTurn(ticket);
    },
  };
}

/** Carries out what was left open by a crash, then takes the messages that came since, until there are none. */
async function attend(context: Context, ticketId: string, drafter: Drafter | undefined): Promise<void> {
  for (;;) {
    const ticket = await ticketById(context, ticketId);
    if (ticket.handler !== 'assistant') return;
    const dialogue = await dialogueOf(context, ticket);
    if (dialogue.open) {
      await carryOut(context, ticket, dialogue.state, dialogue.open);
      await settleDecision(context, dialogue);
      continue;
    }
    const heard = await listen(context, ticketId, dialogue);
    if (!heard) return;
    const { state, ...decision } = await decided(context, ticket, heard, drafter);
    await keepDecision(context, dialogue, heard.n, state, { ...decision, message: heard.message });
  }
}

/** A fault of ours must not leave a customer waiting for nobody: then people take over. */
async function decided(
  context: Context,
  ticket: TicketDoc,
  { turn, state, from }: Heard,
  drafter: Drafter | undefined,
): Promise<Decision> {
  const prover = proverOf(context, ticket, from);
  try {
    return await decide(state, turn, {
      ticket: ticket.number,
      ...(prover ? { prover } : {}),
      shop: (await shopFacts(context)).name,
      find: (question, language) => findAnswer(context, question, language, drafter),
    });
  } catch (error) {
    context.log.error({ err: error, ticket: String(ticket._id) }, 'the assistant failed and hands over');
    return decideHandover(state, 'noAnswer', { text: turn.text, ticket: ticket.number });
  }
}

/** Does what was decided. Every step may run again; the hand-over is last: after it the assistant is silent. */
async function carryOut(context: Context, ticket: TicketDoc, state: State, open: OpenDecision): Promise<void> {
  const { name } = assistantTexts[state.language];
  const by = { kind: 'assistant' as const, name };
  if (open.type) await setType(context, ticket, open.type.value, by, open.type.guessed);
  const language = ticket.language === state.language ? {} : { language: state.language };
  if (open.fields || language.language) await setFields(context, ticket, open.fields ?? {}, by, language);
  if (open.handOver)
    await note(context, ticket, { author: by, clientId: `assistant-note-${open.message}`, text: open.handOver.note });
  const answered = await answer(context, ticket, by, open);
  if (open.handOver) await handOver(context, ticket, by, open.handOver.reason);
  else if (!answered) await handOver(context, ticket, by, 'noAnswer');
}

/** False when the channel cannot send: nobody would read the assistant's answer. Silent when a person has taken over. */
async function answer(
  context: Context,
  ticket: TicketDoc,
  author: { kind: 'assistant'; name: string },
  open: OpenDecision,
): Promise<boolean> {
  const status = open.handOver ? ('open' as const) : open.solved ? ('solved' as const) : ('pending' as const);
  try {
    await reply(context, ticket, {
      author,
      purpose: 'service',
      clientId: `assistant-${open.message}`,
      text: open.text,
      status,
      ...(open.drafted ? { drafted: true } : {}),
      ...(open.choices ? { choices: open.choices } : {}),
    });
    return true;
  } catch (error) {
    if (!(error instanceof Failure) || (error.code !== 'cannot-send' && error.code !== 'conflict')) throw error;
    return error.code === 'conflict';
  }
}

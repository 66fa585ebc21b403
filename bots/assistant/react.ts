import type { Context } from '../../server/context.ts';
import type { EventMap } from '../../server/events.ts';
import { assistantTexts } from '../../server/messages/assistant.ts';
import { shopFacts } from '../../server/settings/shop.ts';
import { ticketById } from '../../server/tickets/find.ts';
import type { TicketDoc } from '../../server/tickets/model.ts';
import { channelOf } from '../../server/tickets/ways.ts';
import { findAnswer } from './answer.ts';
import { withCallback } from './call-back.ts';
import { carryOut } from './carry-out.ts';
import { decide } from './decide.ts';
import { createDrafter, type Drafter } from './drafts/drafter.ts';
import { dialogueOf, keepDecision, settleDecision } from './dialogue.ts';
import type { OrderDesk } from './dialogues/purchase.ts';
import type { Decision } from './dialogues/state.ts';
import { decideHandover } from './handover.ts';
import { listen, type Heard } from './listen.ts';
import { decideByMail, isByMail } from './mail/attend.ts';
import type { MailGate } from './mail/gate.ts';
import { afterDelivery } from './mail/undelivered.ts';
import { orderDesk } from './order-desk.ts';
import { proverOf } from './prove.ts';

export interface Assistant {
  /** Reaction to `message.received`: answers when the assistant holds the ticket. Idempotent. */
  onMessageReceived(payload: EventMap['message.received']): Promise<void>;
  /** Reaction to `ticket.changed`: what the customer has written is answered when an agent gives the ticket back. */
  onTicketChanged(payload: EventMap['ticket.changed']): Promise<void>;
  /** Reaction to `delivery.changed`: a mail of the assistant's that does not arrive leaves its ticket to people. */
  onDeliveryChanged(payload: EventMap['delivery.changed']): Promise<void>;
  /** Goes on with a ticket (hex id) where it was left, if the assistant holds it. */
  attend(ticket: string): Promise<void>;
}

/** What attending to a ticket needs besides the context. */
interface Means {
  drafter: Drafter | undefined;
  gate: MailGate;
}

/** The chatbot: it reads what customers write in tickets that it holds, and answers or hands over. */
export function createAssistant(context: Context, gate: MailGate): Assistant {
  // One after the other within a ticket, so that two messages at once are not answered across each other.
  const queues = new Map<string, Promise<void>>();
  const means: Means = { drafter: createDrafter(context), gate };
  const inTurn = async (ticket: string): Promise<void> => {
    const before = queues.get(ticket) ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(() => attend(context, ticket, means));
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
    attend: inTurn,
    onDeliveryChanged: (payload) => afterDelivery(context, payload),
  };
}

/** Carries out what was left open by a crash, then takes the messages that came since, until there are none. */
async function attend(context: Context, ticketId: string, means: Means): Promise<void> {
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
    const { state, ...decision } = await decided(context, ticket, heard, { ...means, first: dialogue.handled === 0 });
    await keepDecision(context, dialogue, heard.n, state, { ...decision, message: heard.message });
  }
}

/** A fault of ours must not leave a customer waiting for nobody: then people take over. */
async function decided(
  context: Context,
  ticket: TicketDoc,
  heard: Heard,
  means: Means & { first: boolean },
): Promise<Decision> {
  const byMail = isByMail(ticket);
  try {
    return await (byMail ? decideByMail(context, ticket, heard, means) : decideInChat(context, ticket, heard, means));
  } catch (error) {
    context.log.error({ err: error, ticket: String(ticket._id) }, 'the assistant failed and hands over');
    const decision = decideHandover(heard.state, 'noAnswer', { text: heard.turn.text, ticket: ticket.number });
    return byMail ? { ...decision, text: '' } : decision;
  }
}

async function decideInChat(
  context: Context,
  ticket: TicketDoc,
  { turn, state, from, writer }: Heard,
  { drafter }: Means,
): Promise<Decision> {
  const prover = proverOf(context, ticket, from);
  const orders = prover && writer === String(ticket.customer) ? orderDesk(context, ticket.customer) : undefined;
  const decision = await decide(state, turn, {
    ticket: ticket.number,
    ...(prover ? { prover } : {}),
    // What is said reaches the ticket's customer: somebody else's orders are told to nobody there.
    ...(orders ? { orders } : {}),
    shop: (await shopFacts(context)).name,
    forms: context.channels.get(channelOf(ticket))?.showsForms === true,
    find: (question, language) => findAnswer(context, question, language, drafter),
  });
  return await withCallback(context, await withFollowing(context, decision, ticket.number, orders));
}

/** A receipt says where it is followed, to who has proved an address: there they get in by a code that is mailed. */
async function withFollowing(
  { config }: Context,
  decision: Decision,
  number: number,
  orders: OrderDesk | undefined,
): Promise<Decision> {
  const { handOver, state } = decision;
  const filed = handOver?.reason === 'complaint' || handOver?.reason === 'return';
  if (!filed || !config.publicUrl || !(await orders?.proved())) return decision;
  const url = `${config.publicUrl}/help/${state.language}/requests?number=${number}`;
  const line = assistantTexts[state.language].purchase.follow.replace('{url}', () => url);
  return { ...decision, text: `${decision.text}\n${line}` };
}

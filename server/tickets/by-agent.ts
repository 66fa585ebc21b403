import { allows } from '../access/policies.ts';
import { Agents, type AgentDoc } from '../agents/model.ts';
import type { Context } from '../context.ts';
import { addressOf, loadCustomer } from '../customers/find.ts';
import { Failure } from '../errors.ts';
import { byClientId, type Author } from './commit.ts';
import type { InboundMessage } from './envelopes.ts';
import type { MessageDoc } from './message-model.ts';
import type { TicketDoc } from './model.ts';
import { survivorOf } from './merge/survivor.ts';
import { note } from './note.ts';
import { firstMatch } from './receive.ts';
import { usualRecipients } from './recipients.ts';
import { reply } from './reply.ts';
import { upload } from './upload.ts';
import { writtenOf } from './written.ts';

/** What makes a mail a note: the first line says so, in one of our languages. */
const NOTE = /^#(?:note|nota|notă|notatka|заметка)(?=[\s:]|$)[ \t]*:?\s*/iu;

/** More than what is quoted. */
const SAYS_SOMETHING = /^[^>\s]/m;

export interface ByAgent {
  ticket: TicketDoc;
  message: MessageDoc;
}

/**
 * A mail that an agent wrote into a ticket from their own mail program: their answer to the customer, or a note when its
 * first line says so, when somebody of the ticket was written to directly, or when no answer can be sent. Only when the
 * agent's own domain has signed both sender and thread. `doubted`: it says that it is an agent's, and nothing proves it.
 * Undefined for everybody else. The same mail again gives the same message.
 */
export async function writeAsAgent(
  context: Context,
  inbound: InboundMessage,
): Promise<ByAgent | 'doubted' | undefined> {
  if (inbound.from.kind !== 'email' || inbound.threadKeys.length === 0) return undefined;
  const address = inbound.from.value.toLowerCase();
  const agent = await Agents(context).findOne({ email: address, active: true }).lean<AgentDoc>();
  if (!agent) return undefined;
  const proved = inbound.signedThreads ?? [];
  const ticket = await ticketOf(context, proved.length > 0 ? proved : inbound.threadKeys);
  // Agents are customers too.
  if (!ticket || (await isCustomer(context, ticket, address))) return undefined;
  const written = writtenOf(inbound.text, inbound.folds);
  const acts =
    proved.length > 0 && mayWrite(agent) && SAYS_SOMETHING.test(written) && isByHand(inbound) && !ticket.spam;
  if (!acts) return 'doubted';
  return { ticket, message: await write(context, ticket, { agent, written, inbound }) };
}

async function ticketOf(context: Context, threads: string[]): Promise<TicketDoc | undefined> {
  const found = await firstMatch(
    context,
    threads.map((key) => context.vault.hash('thread', key)),
  );
  return found && (await survivorOf(context, found));
}

const isByHand = ({ automatic, history, encrypted }: InboundMessage): boolean => !automatic && !history && !encrypted;

const mayWrite = ({ _id, role, name }: AgentDoc): boolean =>
  allows({ kind: 'agent', id: String(_id), role, session: '', name }, 'tickets.write');

async function isCustomer(context: Context, ticket: TicketDoc, address: string): Promise<boolean> {
  const customer = await loadCustomer(context, String(ticket.customer));
  return addressOf(customer, 'email')?.toLowerCase() === address;
}

interface Wish {
  agent: AgentDoc;
  written: string;
  inbound: InboundMessage;
}

async function write(context: Context, ticket: TicketDoc, { agent, written, inbound }: Wish): Promise<MessageDoc> {
  // The signature covers it: who sends the same mail again brings nothing new.
  const clientId = context.vault.hash('mail by agent', inbound.externalId ?? '');
  const earlier = await byClientId(context, ticket, clientId);
  if (earlier) return earlier;
  const author: Author = { kind: 'agent', id: String(agent._id), name: agent.name };
  const attachments: string[] = [];
  for (const file of inbound.attachments) attachments.push((await upload(context, ticket, file)).id);
  const asNote = () => note(context, ticket, { author, clientId, text: written.replace(NOTE, ''), attachments });
  if (NOTE.test(written) || (await isTold(context, ticket, inbound))) return await asNote();
  try {
    return await reply(context, ticket, { author, clientId, purpose: 'service', text: written, attachments });
  } catch (error) {
    if (!(error instanceof Failure && (error.code === 'cannot-send' || error.code === 'unprocessable'))) throw error;
    return await asNote();
  }
}

/** Whether the agent's own program has brought it to somebody who would get the answer. */
async function isTold(context: Context, ticket: TicketDoc, { cc = [] }: InboundMessage): Promise<boolean> {
  const { to, cc: copies } = await usualRecipients(context, ticket);
  const theirs = new Set([...to, ...copies].map((address) => address.toLowerCase()));
  return cc.some((address) => theirs.has(address.toLowerCase()));
}
